import type { Round } from '../../challenge/challenge-report.ts'

/** What a link to each round ends in, after the `#`: letters, digits and dashes, no two alike, the same for the same rounds. */
export const roundAnchors = (rounds: readonly Round[]): ReadonlyMap<Round, string> => {
  const taken = new Set<string>()
  const anchors = new Map<Round, string>()
  for (const round of rounds) {
    const plain = `${slug(round.workload)}-on-${slug(round.cloud)}`
    let anchor = plain
    for (let count = 2; taken.has(anchor); count += 1) anchor = `${plain}-${count}`
    taken.add(anchor)
    anchors.set(round, anchor)
  }
  return anchors
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '') || 'x'
