import axios from 'axios'

const response = await axios.get('https://api.bando.cool/coolness', {
  headers: { Authorization: 'Bearer <bando_api_token>' },
})

console.log(response.data)
