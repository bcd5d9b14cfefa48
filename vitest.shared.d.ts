/** What every package's tests have in common: they run from source, without a build. */
export declare const shared: import('vite').UserConfig
