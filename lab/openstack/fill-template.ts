/** What a template's words in double braces stand for. */
export interface TemplateWords {
  readonly values: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
  /** The text of a part that several files share. */
  readonly part: (name: string) => string
}

/**
 * Fills a configuration template: `{{name}}` is a value, `{{secret name}}` a password, `{{part name service}}` a shared part in which `{{service}}` is that
 * service (the one around it, where none is named). Throws on a word that is neither.
 */
export const fillTemplate = (text: string, words: TemplateWords): string =>
  text.replaceAll(/\{\{([^}]+)\}\}/g, (_, inside: string) => {
    const [word = '', name = '', service] = inside.trim().split(/\s+/)
    if (word === 'part') {
      const values = service === undefined ? words.values : { ...words.values, service }
      return fillTemplate(words.part(name), { ...words, values }).trimEnd()
    }
    const value = word === 'secret' ? words.secrets[name] : words.values[word]
    if (value === undefined) throw new Error(`a template names {{${inside}}}, which is nothing`)
    return value
  })
