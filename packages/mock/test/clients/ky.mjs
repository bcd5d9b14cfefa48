import ky from 'ky'

const body = await ky('https://api.bando.cool/coolness', {
  headers: { Authorization: 'Bearer <bando_api_token>' },
}).json()

console.log(body)
