/** Small hands of the views: a part of the page copied, a text put into it, a time written. */
import { fill, find } from "../call/words.js";

/** A copy of `<template data-part="name">`. @param {string} name @returns {DocumentFragment} */
export function part(name) {
  const copy = find(`template[data-part="${name}"]`, HTMLTemplateElement).content.cloneNode(true);
  return /** @type {DocumentFragment} */ (copy);
}

/** Texts by slot. @param {ParentNode} root @param {Record<string, string>} texts */
export function write(root, texts) {
  for (const [slot, text] of Object.entries(texts)) fill(slot, text, root);
}

/** 10:48, in the prison's zone. @param {number} at @param {string} zone */
export function clock(at, zone) {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone }).format(at);
}

/** Mon 23 Nov, in the reader's language with Western digits. @param {number} at @param {string} zone */
export function day(at, zone) {
  const language = `${document.documentElement.lang}-IN-u-nu-latn`;
  const how = /** @type {const} */ ({ weekday: "short", day: "numeric", month: "short", timeZone: zone });
  return new Intl.DateTimeFormat(language, how).format(at);
}

/** @param {Element} element @param {string} name one of the states; its shape follows in gate.css */
export function shape(element, name) {
  element.classList.remove(...[...element.classList].filter((one) => one.startsWith("g-") && one !== "g-state"));
  element.classList.add(`g-${name}`);
}
