/** Text that is HTML already. Made by `html` alone, so that what is not escaped was written in this program. */
export class Markup {
  readonly #text: string

  private constructor(text: string) {
    this.#text = text
  }

  /** Text between tags or within a quoted attribute, whatever is in it. */
  static escaped(text: string): Markup {
    return new Markup(text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`))
  }

  /** The parts one after the other, escaped where they are not markup. */
  static joined(literals: readonly string[], parts: readonly Part[]): Markup {
    return new Markup(literals.reduce((text, literal, index) => text + markupOf(parts[index - 1]) + literal))
  }

  toString(): string {
    return this.#text
  }
}

/** What may stand in a template. Lists are written one item after the other; `undefined` and `false` are nothing. */
export type Part = Markup | string | number | undefined | false | readonly Part[]

const markupOf = (part: Part): string => {
  if (part === undefined || part === false) return ''
  if (part instanceof Markup) return part.toString()
  if (typeof part === 'object') return part.map(markupOf).join('')
  return Markup.escaped(String(part)).toString()
}

/** A template whose parts are escaped, unless they are markup themselves. Attributes must be quoted, and no part may stand in a script or a style. */
export const html = (literals: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  Markup.joined(literals, parts)
