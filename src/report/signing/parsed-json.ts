import { decodedText } from './decoded-text.ts'

/** The document of a JSON file; `undefined` when its bytes are not JSON in UTF-8. */
export const parsedJson = (file: Uint8Array): unknown => {
  const text = decodedText(file)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
