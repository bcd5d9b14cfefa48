require 'net/http'
require 'uri'

uri = URI('https://api.bando.cool/coolness')
request = Net::HTTP::Get.new(uri)
request['Authorization'] = 'Bearer <bando_api_token>'

response = Net::HTTP.start(uri.hostname, uri.port, use_ssl: uri.scheme == 'https') do |http|
  http.request(request)
end

puts response.body
