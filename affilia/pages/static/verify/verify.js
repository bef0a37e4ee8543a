// Verifies the signed QR of a certificate in the browser, alone: base 64, then ECDSA P-256 by Web Crypto.
"use strict";
const WORDS = {
  en: {
    title: "Check a certificate", label: "Text of the square", check: "Check",
    genuine: "Genuine", altered: "Not genuine: this square was not made by the fund",
    unknown: "Signed with a key this page does not know", unreadable: "This is not the square of a certificate",
    old: "This browser cannot check signatures. Use the online page.",
    name: "Name", birth: "Born", kind: "Type", since: "Rights since", until: "Certificate valid until", issued: "Issued", code: "Code",
    temporary: "Temporary certificate of rights", definitive: "Certificate of rights",
    today: "Valid today", notToday: "Not valid today: see the dates", compare: "Compare the name with the person and the paper.",
  },
  fr: {
    title: "Vérifier une attestation", label: "Texte du carré", check: "Vérifier",
    how: "Scannez le carré avec l’appareil photo : cette page s’ouvre avec la réponse. Elle marche sans réseau une fois ouverte. Ou collez le texte du carré :",
    alone: "Rien ne quitte cet appareil. La réponse dit ce qui était vrai le jour de la délivrance ; la page en ligne dit si, depuis, l’attestation a été remplacée ou annulée, ou si les droits ont pris fin.",
    genuine: "Authentique", altered: "Pas authentique : ce carré ne vient pas de la caisse",
    unknown: "Signé par une clé que cette page ne connaît pas", unreadable: "Ce n’est pas le carré d’une attestation",
    old: "Ce navigateur ne sait pas vérifier les signatures. Utilisez la page en ligne.",
    name: "Nom", birth: "Naissance", kind: "Type", since: "Droits ouverts depuis le", until: "Attestation valable jusqu’au", issued: "Délivrée le", code: "Code",
    temporary: "Attestation provisoire de droits", definitive: "Attestation de droits",
    today: "Valable aujourd’hui", notToday: "Pas valable aujourd’hui : voyez les dates", compare: "Comparez le nom avec la personne et le papier.",
  },
};
const language = navigator.language.startsWith("fr") ? "fr" : "en";
const say = (word) => WORDS[language][word] ?? WORDS.en[word];

function unbase64(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => new Uint8Array(text.match(/../g).map((pair) => parseInt(pair, 16)));
const day = (year, number) => new Date(Date.UTC(year, 0, 1 + number));
const number = (bytes) => bytes.reduce((sum, byte) => sum * 256 + byte, 0);
const LAST = (Date.UTC(2150, 11, 31) - Date.UTC(1900, 0, 1)) / 86400000;

// How each version writes its three days: A2 in 17 bits each, in seven bytes, since 1900; A1 in two bytes each, since 2020.
// 51 bits are exact in a number of JavaScript, whose own bit operations end at 32.
const DAYS = {
  A2: [7, (bytes) => {
    const all = number(bytes), size = 2 ** 17;
    const days = [Math.floor(all / size / size), Math.floor(all / size) % size, all % size];
    if (days.some((one) => one > LAST)) throw new Error("unreadable");
    return days.map((one) => day(1900, one));
  }],
  A1: [6, (bytes) => [0, 2, 4].map((at) => day(2020, number(bytes.slice(at, at + 2))))],
};
const written = (date, parts = 3) => date.toLocaleDateString(language === "en" ? "en-GB" : language, {
  day: parts > 2 ? "numeric" : undefined, month: parts > 1 ? "long" : undefined, year: "numeric", timeZone: "UTC",
});
const grouped = (code) => code.match(/.{1,4}/g).join("-");

// A birth with unknown parts: 2004, 2004-03 or 2004-03-27.
function birth(born) {
  const parts = born.split("-").map(Number);
  return written(new Date(Date.UTC(parts[0], (parts[1] ?? 1) - 1, parts[2] ?? 1)), parts.length);
}

function read(raw) {
  const body = raw.slice(0, -64);
  const text = (start, end) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body.slice(start, end));
  const version = text(0, 2);
  if (!Object.hasOwn(DAYS, version)) throw new Error("unreadable");
  const [size, readDays] = DAYS[version], at = 7 + size;
  if (body.length < at + 23 || body[2] > 1) throw new Error("unreadable");
  const birth = text(at, at + 8);
  const born = [birth.slice(0, 4), birth.slice(4, 6), birth.slice(6)].filter((part) => part !== "00").join("-");
  return { body, kind: ["temporary", "definitive"][body[2]], key: hex(body.slice(3, 7)), days: readDays(body.slice(7, at)), born, code: text(at + 8, at + 22), name: text(at + 22) };
}

async function verdict(text) {
  if (!self.crypto?.subtle) return { word: "old" };
  let raw, told;
  try {
    raw = unbase64(text);
    told = read(raw);
  } catch {
    return { word: "unreadable" };
  }
  const known = (self.AFFILIA_KEYS ?? {})[told.key];
  if (!known) return { word: "unknown" };
  const key = await crypto.subtle.importKey("raw", unhex(known), { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  const good = await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, raw.slice(-64), told.body);
  return good ? { word: "genuine", told } : { word: "altered" };
}

function line(tag, words, parent) {
  const element = document.createElement(tag);
  element.textContent = words;
  parent.append(element);
  return element;
}

function show({ word, told }) {
  const place = document.getElementById("answer");
  place.replaceChildren();
  place.hidden = false;
  place.dataset.word = word;
  const title = line("h2", "", place);
  line("span", `${word === "genuine" ? "✓ " : ""}${say(word)}`, title).className = `tag ${word === "genuine" ? "ok" : "err"}`;
  if (!told) return;
  const now = Date.now();
  const valid = told.days[0] <= now && now < told.days[1].getTime() + 86400000;
  line("p", say(valid ? "today" : "notToday"), place);
  const list = line("dl", "", place);
  list.className = "summary";
  const rows = [["name", told.name], ["birth", birth(told.born)], ["kind", say(told.kind)], ["since", written(told.days[0])], ["until", written(told.days[1])], ["issued", written(told.days[2])], ["code", grouped(told.code)]];
  for (const [name, value] of rows) {
    const row = line("div", "", list);
    line("dt", say(name), row);
    line("dd", value, row);
  }
  line("p", say("compare"), place);
}

async function check(text) {
  const cut = text.includes("#") ? text.slice(text.indexOf("#") + 1) : text;
  show(await verdict(cut.trim()));
}

document.documentElement.lang = language;
for (const element of document.querySelectorAll("[data-say]")) {
  if (WORDS[language][element.dataset.say]) element.textContent = WORDS[language][element.dataset.say];
}
document.getElementById("form").hidden = false;
document.getElementById("form").addEventListener("submit", (event) => {
  event.preventDefault();
  check(document.getElementById("text").value);
});
if (location.hash.length > 1) check(location.hash);
addEventListener("hashchange", () => check(location.hash));
navigator.serviceWorker?.register("worker.js");
