import { configure } from '@testing-library/react'

// A busy machine is not a failure. `waitFor` ends as soon as its condition is true.
configure({ asyncUtilTimeout: 300_000 })
