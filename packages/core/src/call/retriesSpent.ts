/** What an error adds that would have been a retry. */
export const retriesSpent =
  ' It was not sent again: this client has no retry left (retry.budget.ratio, retry.budget.min), as in an outage.'
