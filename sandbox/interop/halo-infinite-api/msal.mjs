// Microsoft's library for sign-ins, which the documentation of the package recommends.
import { PublicClientApplication } from "@azure/msal-node";

const LIVE = "https://login.live.com";

/** The options of an app for each authority. */
const OPTIONS = {
  // The library knows the endpoints of this authority.
  "login.microsoftonline.com": {
    auth: { authority: "https://login.microsoftonline.com/consumers" },
    scopes: ["XboxLive.signin"],
  },
  // These are the options that the package's documentation shows. The sandbox has no document with the endpoints.
  "login.live.com": {
    auth: {
      authority: LIVE,
      knownAuthorities: ["login.live.com"],
      protocolMode: "OIDC",
      authorityMetadata: JSON.stringify({
        issuer: LIVE,
        authorization_endpoint: `${LIVE}/oauth20_authorize.srf`,
        token_endpoint: `${LIVE}/oauth20_token.srf`,
        jwks_uri: `${LIVE}/keys`,
      }),
    },
    scopes: ["Xboxlive.signin", "Xboxlive.offline_access"],
  },
};

export class MsalApp {
  #application;
  #scopes;
  #sandbox;

  constructor(sandbox, authority) {
    const { auth, scopes } = OPTIONS[authority];
    this.#application = new PublicClientApplication({
      auth: { clientId: sandbox.info.public_client_id, ...auth },
      system: { networkClient: new NetworkClient(sandbox) },
    });
    this.#scopes = scopes;
    this.#sandbox = sandbox;
  }

  /** Signs in with a browser, and returns an access token. */
  async accessToken(openBrowser) {
    const result = await this.#application.acquireTokenInteractive({
      scopes: this.#scopes,
      openBrowser: (url) => openBrowser(this.#sandbox.rewrite(url)),
    });
    return result.accessToken;
  }
}

/** Sends the library's requests to the sandbox. */
class NetworkClient {
  #sandbox;

  constructor(sandbox) {
    this.#sandbox = sandbox;
  }

  sendGetRequestAsync(url, options) {
    return this.#send(url, { headers: options?.headers });
  }

  sendPostRequestAsync(url, options) {
    return this.#send(url, { method: "POST", headers: options?.headers, body: options?.body });
  }

  async #send(url, init) {
    const response = await this.#sandbox.fetch(url, init);
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.json() };
  }
}
