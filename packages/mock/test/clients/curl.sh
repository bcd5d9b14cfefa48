curl https://api.bando.cool/coolness \
  -H "Authorization: Bearer <bando_api_token>"
