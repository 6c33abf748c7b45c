import { RootCommand } from '@bomb.sh/tab'

export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const

/** The shell's completion script, which asks `portolan complete -- WORDS` for what fits. */
export const completionScript = (shell: (typeof shells)[number]): string =>
  printedBy(() => new RootCommand().setup('portolan', 'portolan', shell))

/** What the work prints with console.log: the library knows no other way to answer. */
export const printedBy = (work: () => void): string => {
  const lines: string[] = []
  const { log } = console
  console.log = (line: string) => void lines.push(line)
  try {
    work()
  } finally {
    console.log = log
  }
  return `${lines.join('\n')}\n`
}
