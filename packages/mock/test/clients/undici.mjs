import { request } from 'undici'

const { body } = await request('https://api.bando.cool/coolness', {
  headers: { Authorization: 'Bearer <bando_api_token>' },
})

console.log(await body.json())
