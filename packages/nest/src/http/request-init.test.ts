import axios, { AxiosHeaders } from 'axios'
import { expect, it } from 'vitest'
import { requestUrl } from './request-init.ts'

const paths = ['/a', '/a?b=c%20d#e', '//other/a', '/', '', 'a', '/ä b', 'http://other/a']
const bases = ['http://api', 'http://api/', 'http://api/v1', 'http://api/v1/', '']
const cases = paths.flatMap((url) => bases.map((baseURL) => [url, baseURL] as const))

it.each(cases)('asks for %o of %o where axios does', (url, baseURL) => {
  for (const params of [undefined, { page: 2 }]) {
    const config = { url, baseURL, ...(params && { params }) }
    expect(requestUrl({ ...config, headers: new AxiosHeaders() })).toBe(axios.getUri(config))
  }
})
