/** Keeps secrets out of what people read. */
export class Redactor {
  /** Each secret, with the ways in which it is written. */
  readonly #secrets = new Map<string, readonly string[]>()

  /** From now on this text is a secret. Text of fewer than 4 characters is not kept: hiding it would garble everything and protect nothing. */
  hide(secret: string | undefined): void {
    if (secret === undefined || secret.length < 4) return
    const forms = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]
    this.#secrets.set(secret, [...new Set(forms)])
  }

  /** No longer in use, as an expired token: forgotten, so that the list does not grow with the session's age. */
  forget(secret: string): void {
    this.#secrets.delete(secret)
  }

  /** The text with every secret replaced by `***`, also where it stands JSON- or URL-encoded. */
  clean(text: string): string {
    let cleaned = text
    for (const forms of this.#secrets.values()) for (const form of forms) cleaned = cleaned.replaceAll(form, '***')
    return cleaned
  }
}
