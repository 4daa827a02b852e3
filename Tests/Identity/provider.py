"""An OpenID Connect provider by Authlib, for the tests: PKCE is required, the client has a secret.

    provider.py PORT SECRET [RS256|ES256] [certificate key]

Whoever comes is signed in as the subject in the cookie `who`, "alice" without one. `/spoil?how=…`
makes the next token wrong: nonce, audience, issuer, expired, key.
"""
import sys
import time
import warnings

warnings.simplefilter("ignore")
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.jose import JsonWebKey, jwt
from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc7636 import CodeChallenge
from flask import Flask, jsonify, request

PORT, SECRET, ALGORITHM = int(sys.argv[1]), sys.argv[2], sys.argv[3]
TLS = tuple(sys.argv[4:6])
ISSUER = f"{'https' if TLS else 'http'}://127.0.0.1:{PORT}"
CLIENT = "mingcha"


def make_key(name):
    options = {"kid": name, "use": "sig", "alg": ALGORITHM}
    if ALGORITHM == "RS256":
        return JsonWebKey.generate_key("RSA", 2048, options, is_private=True)
    return JsonWebKey.generate_key("EC", "P-256", options, is_private=True)


KEY, OTHER = make_key("now"), make_key("now")
codes, used, spoiled = {}, [], []
app = Flask(__name__)
server = AuthorizationServer()


class Client:
    def get_client_id(self):
        return CLIENT

    def get_default_redirect_uri(self):
        return None

    def get_allowed_scope(self, scope):
        return scope

    def check_redirect_uri(self, uri):
        return uri.endswith("/sign-in/provider/answer")

    def check_client_secret(self, secret):
        return secret == SECRET

    def check_endpoint_auth_method(self, method, endpoint):
        return method == "client_secret_basic"

    def check_response_type(self, kind):
        return kind == "code"

    def check_grant_type(self, kind):
        return kind == "authorization_code"


class Code:
    def __init__(self, subject, data):
        self.subject, self.redirect_uri, self.scope = subject, data.get("redirect_uri"), "openid"
        self.nonce = data.get("nonce")
        self.code_challenge = data.get("code_challenge")
        self.code_challenge_method = data.get("code_challenge_method")
        self.auth_time = int(time.time())

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope


class Grant(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]

    def save_authorization_code(self, code, _):
        codes[code] = Code(request.cookies.get("who", "alice"), request.args)

    def query_authorization_code(self, code, client):
        return codes.get(code)

    def delete_authorization_code(self, code):
        for name in [name for name, held in codes.items() if held is code]:
            del codes[name]

    def authenticate_user(self, code):
        return code.subject


class IDToken:
    """Puts the id_token beside the access token."""

    def __call__(self, grant):
        grant.register_hook("after_create_token_response", self.add)

    def add(self, grant, response):
        token = response[1]
        if "access_token" not in token:
            return
        code = grant.request.authorization_code
        how = spoiled.pop() if spoiled else ""
        now = int(time.time())
        claims = {
            "iss": "http://elsewhere.example" if how == "issuer" else ISSUER,
            "sub": code.subject,
            "aud": "another" if how == "audience" else [CLIENT],
            "iat": now - 4000 if how == "expired" else now,
            "exp": now - 400 if how == "expired" else now + 300,
            "nonce": "another" if how == "nonce" else code.nonce,
        }
        key = OTHER if how == "key" else KEY
        signed = jwt.encode({"alg": ALGORITHM, "kid": "now"}, claims, key)
        token["id_token"] = signed.decode()
        used.append(code)


server.init_app(
    app, query_client=lambda name: Client() if name == CLIENT else None,
    save_token=lambda token, _: None)
server.register_grant(Grant, [CodeChallenge(required=True), IDToken()])


@app.get("/.well-known/openid-configuration")
def configuration():
    return jsonify({
        "issuer": ISSUER, "authorization_endpoint": ISSUER + "/authorize",
        "token_endpoint": ISSUER + "/token", "jwks_uri": ISSUER + "/keys",
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "code_challenge_methods_supported": ["S256"],
    })


@app.get("/keys")
def keys():
    return jsonify({"keys": [KEY.as_dict(is_private=False)]})


@app.get("/authorize")
def authorize():
    subject = request.cookies.get("who", "alice")
    try:
        grant = server.get_consent_grant(end_user=subject)
        return server.create_authorization_response(grant=grant, grant_user=subject)
    except TypeError:
        return server.create_authorization_response(grant_user=subject)


@app.post("/token")
def token():
    return server.create_token_response()


@app.get("/spoil")
def spoil():
    spoiled.append(request.args["how"])
    return "spoiled"


app.run("127.0.0.1", PORT, ssl_context=TLS or None)
