#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), reqwest::Error> {
    let body = reqwest::Client::new()
        .get("https://api.bando.cool/coolness")
        .header("Authorization", "Bearer <bando_api_token>")
        .send()
        .await?
        .text()
        .await?;

    println!("{}", body);
    Ok(())
}
