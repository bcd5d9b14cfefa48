// Read in Stryker's copy of this package, which lies two folders deeper than the package does.
export { shared as default } from '../../../../vitest.shared.ts'
