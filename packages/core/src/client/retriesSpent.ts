/** What an error adds that would have been a retry. */
export const retriesSpent =
  ' It was not sent again: this client has no retry left (retry.share, retry.spare), as in an outage.'
