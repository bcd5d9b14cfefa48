import requests

response = requests.get(
    "https://api.bando.cool/coolness",
    headers={"Authorization": "Bearer <bando_api_token>"},
)

print(response.json())
