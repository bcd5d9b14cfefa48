const typed = {
  reason:
    'A failure is an error of the client, which says whether the request was sent; its cause is the platform’s.',
}
export const hidden = {
  reason:
    'A browser does not tell where a redirect leads, so the client cannot keep the limit and the token along it.',
  ours: { failed: 'BandoRedirectError' },
}
export const network = {
  ...typed,
  ours: (native: object) => {
    const cause = Object.entries(native).filter(([name]) => name !== 'received')
    return { failed: 'BandoNetworkError', cause: Object.fromEntries(cause) }
  },
}
export const constructed = (body: object): { reason: string; ours: object } => ({
  reason:
    'Chromium gives the body of a response that was made in JavaScript the whole content type, and a failure as a TypeError.',
  ours: { body },
})
export const forbidden = { ...typed, ours: { failed: 'BandoRedirectError' } }
