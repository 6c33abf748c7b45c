/** Keeps secrets out of what people read. */
export class Redactor {
  readonly #secrets = new Set<string>()

  /** From now on this text is a secret. Text of fewer than 4 characters is not kept: hiding it would garble everything and protect nothing. */
  hide(secret: string | undefined): void {
    if (secret !== undefined && secret.length >= 4) this.#secrets.add(secret)
  }

  /** No longer in use, as an expired token: forgotten, so that the list does not grow with the session's age. */
  forget(secret: string): void {
    this.#secrets.delete(secret)
  }

  /** The text with every secret replaced by `***`, also where it stands JSON- or URL-encoded. */
  clean(text: string): string {
    let cleaned = text
    for (const secret of this.#secrets)
      for (const form of new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]))
        cleaned = cleaned.replaceAll(form, '***')
    return cleaned
  }
}
