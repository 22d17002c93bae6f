// Passkeys: forms marked data-webauthn="login | authenticate | add" ask the browser for a key and send its answer in
// their hidden "credential" field. Options come from data-options, or for "login" from the form's own address.

const decode = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

function encode(buffer) {
  const text = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

const withIds = (list) => list?.map((item) => ({ ...item, id: decode(item.id) }));

function readable(credential) {
  const { response } = credential;
  const answer = { clientDataJSON: encode(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) answer[name] = encode(response[name]);
  }
  if (response.getTransports) answer.transports = response.getTransports();
  return {
    type: credential.type,
    id: credential.id,
    rawId: encode(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment ?? null,
    response: answer,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function create(form) {
  const { publicKey } = JSON.parse(form.dataset.options).creation_options;
  const passwordless = form.querySelector("[name=passwordless]")?.checked ?? false;
  return navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: decode(publicKey.challenge),
      user: { ...publicKey.user, id: decode(publicKey.user.id) },
      excludeCredentials: withIds(publicKey.excludeCredentials),
      authenticatorSelection: {
        ...publicKey.authenticatorSelection,
        residentKey: passwordless ? "required" : "discouraged",
        requireResidentKey: passwordless,
        ...(passwordless ? { userVerification: "required" } : {}),
      },
    },
  });
}

async function get(form) {
  let options = form.dataset.options && JSON.parse(form.dataset.options);
  if (!options) {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`${answer.status}`);
    options = await answer.json();
  }
  const { publicKey } = options.request_options;
  return navigator.credentials.get({
    publicKey: { ...publicKey, challenge: decode(publicKey.challenge), allowCredentials: withIds(publicKey.allowCredentials) },
  });
}

function inWords(error) {
  if (error.name === "NotAllowedError") return "Det blev afbrudt, eller der gik for lang tid. Prøv igen, eller brug en anden måde.";
  if (error.name === "InvalidStateError") return "Nøglen er allerede tilføjet. Brug en anden.";
  if (error.name === "SecurityError") return "Adgangsnøgler virker kun på portalens egen adresse og over en sikker forbindelse.";
  return "Det lykkedes ikke at bruge nøglen. Prøv igen, eller brug en anden måde.";
}

async function ask(event) {
  const form = event.target;
  if (!form.dataset.webauthn || form.elements.credential.value) return;
  event.preventDefault();
  const problem = form.querySelector("[data-webauthn-error]");
  problem.hidden = true;
  try {
    const credential = await (form.dataset.webauthn === "add" ? create(form) : get(form));
    form.elements.credential.value = JSON.stringify(readable(credential));
    form.submit();
  } catch (error) {
    problem.textContent = inWords(error);
    problem.hidden = false;
  }
}

for (const form of document.querySelectorAll("form[data-webauthn]")) {
  const able = Boolean(window.PublicKeyCredential);
  form.hidden = !able;
  form.parentElement.querySelector("[data-webauthn-missing]")?.toggleAttribute("hidden", able);
  form.addEventListener("submit", ask);
}
