const response = await fetch('https://api.bando.cool/coolness', {
  headers: { Authorization: 'Bearer <bando_api_token>' },
})

console.log(await response.json())
