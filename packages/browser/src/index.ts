export { launchBrowser } from './launchBrowser.ts'
export { setOffline } from './setOffline.ts'
