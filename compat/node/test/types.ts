// Compiled only: what a program may write, and what the compiler must refuse.

import * as vce from 'vce';
import { type conn_t, vce_conn_is_valid } from 'vce/raw';

class Player extends vce.Connection {
  score = 0;
}

class Game extends vce.Server {
  static override framing = vce.Framing.BIN16;
  static override connectionClass = Player;

  override onAccept(player: vce.Connection): boolean {
    return player.remote.port > 0 && [...this].length < 10;
  }

  static sendMuch(player: vce.Connection): void {
    player.whenWritable(1000, Game.sendMuch);
    player.whenWritable(1, async (same) => same.alive);
    player.whenWritable(1, null);
    // @ts-expect-error: it gets the connection alone
    player.whenWritable(1, (same: vce.Connection, more: number) => more);
  }

  override async onRecord(player: vce.Connection, data: Buffer): Promise<void> {
    (player as Player).score += data.readUInt16BE(0);
  }
}

const game: vce.Context = new Game('127.0.0.1', 0, {
  hiwater: 5,
  maxPerAddress: 3,
  idleTimeout: null,
  framing: 'bin16',
});
const client = new vce.Client({
  onConnect(connection) {
    connection.send(new Uint16Array(1));
  },
  onClose(connection, reason) {
    const why: 'remote' | 'application' | 'timeout' | 'parser' | 'decoder' | 'encoder' = reason;
    this.setSource(why === vce.CloseReason.REMOTE ? '' : connection.local.address);
  },
});

export async function use(): Promise<vce.CloseReason | null> {
  const connection = await vce.connect(client, 'localhost', 5555, 3);
  const handle: conn_t = connection.handle;
  if (vce_conn_is_valid(handle) !== 1 || vce.raw.VCE_EFULL !== -2) return null;
  try {
    connection.send('hello');
  } catch (problem) {
    if (problem instanceof vce.FullError)
      console.log(problem.code, problem.errno, problem.function);
  }
  const bytes: number | bigint = vce.stats().recv_byte;
  const major = [0];
  vce.raw.vce_get_version(major);
  vce.raw.vce_tcpcontext_conn_iterate(game.handle, (c) => c.serial);
  const watcher: bigint = vce.raw.closewatcher((c, reason) => reason + c.serial);
  vce.raw.vce_tcpcontext_set_conn_closewatcher(game.handle, watcher);
  vce.logTo(console, Number(bytes));
  await vce.run(() => game.size > 0, 1);
  return vce.closed(connection);
}

// @ts-expect-error: no such framing
new vce.Client({ framing: 'morse' });
// @ts-expect-error: no such option
new vce.Server('', 0, { maxConnection: 5 });
// @ts-expect-error: hi-water marks are for servers
new vce.Client({ hiwater: 5 });
// @ts-expect-error: numbers cannot be sent
client.connect('', 1).send(5);
// @ts-expect-error: a callback that is kept must be registered
vce.raw.vce_tcpcontext_set_conn_closewatcher(null, () => 0);
// @ts-expect-error: handles are objects
vce.raw.vce_conn_close(5n);
// @ts-expect-error: the port cannot be changed
new Game().port = 5;
