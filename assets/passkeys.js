// Passkeys: asks the browser for a key and sends the form with its answer.
// data-passkey says which act ("create", "get" or "sign-in"); data-options holds what the server asks.

const isAddress = /^[\d.]+$|^\[/.test(location.hostname); // a key belongs to a name, never to a number
const works = !isAddress && Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON);

async function asked(form) {
  if (form.dataset.passkey !== "sign-in") return JSON.parse(form.dataset.options);
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  return (await response.json()).request_options;
}

async function answer(form) {
  const { publicKey } = await asked(form);
  if (form.dataset.passkey !== "create") {
    const wanted = PublicKeyCredential.parseRequestOptionsFromJSON(publicKey);
    return navigator.credentials.get({ publicKey: wanted });
  }
  const alone = form.elements.passwordless?.checked ?? false;
  publicKey.authenticatorSelection.residentKey = alone ? "required" : "discouraged";
  publicKey.authenticatorSelection.requireResidentKey = alone;
  if (alone) publicKey.authenticatorSelection.userVerification = "required";
  const wanted = PublicKeyCredential.parseCreationOptionsFromJSON(publicKey);
  return navigator.credentials.create({ publicKey: wanted });
}

for (const form of works ? document.querySelectorAll("form[data-passkey]") : []) {
  form.hidden = false;
  form.nextElementSibling.hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = form.querySelector("[data-passkey-failed]");
    failed.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await answer(form));
    } catch (error) {
      failed.hidden = false;
      return;
    }
    form.submit();
  });
}
