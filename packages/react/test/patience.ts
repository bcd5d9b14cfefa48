import { configure } from '@testing-library/react'

// A busy machine is no failure: `waitFor` ends as soon as what it waits for is there.
configure({ asyncUtilTimeout: 300_000 })
