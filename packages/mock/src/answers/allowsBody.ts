/**
 * Returns true if a response with this status may have a body (RFC 9110 sections 15.3.5, 15.3.6 and
 * 15.4.5). `Response` throws for a body with any other status.
 */
export function allowsBody(status: number): boolean {
  return status !== 204 && status !== 205 && status !== 304
}
