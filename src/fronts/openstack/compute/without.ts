/** The same object without those properties. */
export const without = <Value extends object, Key extends keyof Value>(
  value: Value,
  ...keys: readonly Key[]
): Omit<Value, Key> => {
  const copy = { ...value }
  for (const key of keys) delete copy[key]
  return copy
}
