import type { Finding } from './assessment.ts'
import type { Comparison } from './comparison.ts'
import { absorbed, needsChoice } from './findings.ts'

/** What guests are given, whoever they are. */
export const compareGuests = ({ from, to }: Comparison): readonly Finding[] => {
  const [here, there] = [from.offer.traits, to.offer.traits]
  const findings: Finding[] = []
  if (there.userDataLimit < here.userDataLimit)
    findings.push(
      needsChoice('user data that is larger is refused there', {
        area: 'guests',
        subject: 'user data',
        here: `${here.userDataLimit} bytes`,
        there: `${there.userDataLimit} bytes`,
        // A workload whose user data is larger is refused by the planner; that of running servers no API tells.
        met: false,
        hint: 'fetch large files from within the guest',
      }),
    )
  if (there.resizeNeedsStop && !here.resizeNeedsStop)
    findings.push(
      absorbed('resizeByTraits', 'a server is stopped for a resize there, and started after it', {
        area: 'guests',
        subject: 'resizing',
        here: 'while it runs',
        there: 'only while stopped',
        met: false,
      }),
    )
  return findings
}
