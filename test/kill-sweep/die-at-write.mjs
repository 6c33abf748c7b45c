// Loaded before the command line (`node --import`): the process kills itself with SIGKILL right before its n-th durable write to the journal, n being
// DIE_AT_WRITE. What was on its way to the cloud then is on its way still, and nobody waits for its answer. A run that is not killed tells in the file
// COUNT_WRITES how many writes it made. JavaScript, since Node 20 loads nothing else here.
import { writeFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3'

const { DIE_AT_WRITE: dieAt, COUNT_WRITES: countFile } = process.env
const transaction = Sqlite.prototype.transaction
let writes = 0

// The journal makes every write a transaction of its own, called plainly; its migrations are called with `.immediate()`.
Sqlite.prototype.transaction = function counted(work) {
  return new Proxy(transaction.call(this, work), {
    apply: (target, self, args) => {
      writes += 1
      if (writes === Number(dieAt)) process.kill(process.pid, 'SIGKILL')
      return Reflect.apply(target, self, args)
    },
  })
}
if (countFile) process.on('exit', () => writeFileSync(countFile, String(writes)))
