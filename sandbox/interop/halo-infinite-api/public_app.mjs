// An app without a secret, which signs in with PKCE or with a device code.
import { createHash, randomBytes } from "node:crypto";

/** The endpoints for personal Microsoft accounts. */
export const AUTHORITIES = {
  "login.live.com": {
    authorize: "https://login.live.com/oauth20_authorize.srf",
    token: "https://login.live.com/oauth20_token.srf",
    device: "https://login.live.com/oauth20_connect.srf",
    scope: "Xboxlive.signin Xboxlive.offline_access",
    deviceForm: { response_type: "device_code" },
  },
  "login.microsoftonline.com": {
    authorize: "https://login.microsoftonline.com/consumers/oauth2/v2.0/authorize",
    token: "https://login.microsoftonline.com/consumers/oauth2/v2.0/token",
    device: "https://login.microsoftonline.com/consumers/oauth2/v2.0/devicecode",
    scope: "XboxLive.signin offline_access",
    deviceForm: {},
  },
};

export class PublicApp {
  #sandbox;
  #authority;

  constructor(sandbox, authority) {
    this.#sandbox = sandbox;
    this.#authority = authority;
  }

  /** The gamertag that the consent page names. */
  get player() {
    return this.#sandbox.info.home.gamertag;
  }

  /** The address of the consent page, and the secrets of this attempt. */
  attempt(redirectUri) {
    const verifier = randomBytes(32).toString("base64url");
    const state = randomBytes(16).toString("base64url");
    const query = new URLSearchParams({
      client_id: this.#clientId,
      response_type: "code",
      scope: this.#authority.scope,
      redirect_uri: redirectUri,
      state,
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
    });
    return { url: this.#sandbox.rewrite(`${this.#authority.authorize}?${query}`), redirectUri, state, verifier };
  }

  redeem(code, { redirectUri, verifier }) {
    const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri, code_verifier: verifier };
    return this.#post(this.#authority.token, { ...form, scope: this.#authority.scope });
  }

  refresh(refresh_token) {
    const form = { grant_type: "refresh_token", refresh_token, scope: this.#authority.scope };
    return this.#post(this.#authority.token, form);
  }

  deviceCode() {
    return this.#post(this.#authority.device, { ...this.#authority.deviceForm, scope: this.#authority.scope });
  }

  poll(device_code) {
    const grant_type = "urn:ietf:params:oauth:grant-type:device_code";
    return this.#post(this.#authority.token, { grant_type, device_code });
  }

  get #clientId() {
    return this.#sandbox.info.public_client_id;
  }

  async #post(address, form) {
    const body = new URLSearchParams({ ...form, client_id: this.#clientId });
    const response = await this.#sandbox.fetch(address, { method: "POST", body });
    const json = await response.json();
    if (!response.ok) throw new Error(`${response.status} ${json.error}: ${json.error_description}`);
    return json;
  }
}
