import got from 'got'

const body = await got('https://api.bando.cool/coolness', {
  headers: { Authorization: 'Bearer <bando_api_token>' },
}).json()

console.log(body)
