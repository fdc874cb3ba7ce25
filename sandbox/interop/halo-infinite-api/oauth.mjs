// The Microsoft part of the sign-in, which the package leaves to its users.
const SCOPE = "Xboxlive.signin Xboxlive.offline_access";
const REDIRECT = "https://localhost";

/** Access tokens of the app with a secret: the first by a code of the consent endpoint, the next ones by renewal. Each
 * has a refresh token of its own, because the one of info.json expires soon after another client has used it. */
export class AccessTokens {
  #sandbox;
  #refreshToken;

  constructor(sandbox) {
    this.#sandbox = sandbox;
  }

  /** Returns a new access token. */
  next = async () => {
    const grant = this.#refreshToken
      ? { grant_type: "refresh_token", refresh_token: this.#refreshToken }
      : { grant_type: "authorization_code", code: await this.#code(), redirect_uri: REDIRECT };
    const { client_id, client_secret } = this.#sandbox.info;
    const body = new URLSearchParams({ ...grant, client_id, client_secret, scope: SCOPE });
    const response = await this.#sandbox.fetch("https://login.live.com/oauth20_token.srf", { method: "POST", body });
    const tokens = await response.json();
    if (!response.ok) throw new Error(`${response.status} ${tokens.error}: ${tokens.error_description}`);
    this.#refreshToken = tokens.refresh_token;
    return tokens.access_token;
  };

  /** The sandbox accepts for the player, so the consent endpoint redirects at once. */
  async #code() {
    const { client_id } = this.#sandbox.info;
    const query = new URLSearchParams({ client_id, response_type: "code", redirect_uri: REDIRECT, scope: SCOPE });
    const page = `https://login.live.com/oauth20_authorize.srf?${query}`;
    const response = await this.#sandbox.fetch(page, { redirect: "manual" });
    const location = response.headers.get("location");
    const code = location && new URL(location).searchParams.get("code");
    if (!code) throw new Error(`${response.status} without a code; the sandbox needs --consent accept`);
    return code;
  }
}
