// The thin layer: complete, with the right types, and conn_t by value in both directions.

import koffi from 'koffi';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { bound } from '../lib/load.js';
import { HOST, assert, thrown, vce } from './support.js';

const { raw } = vce;
const MODEL = process.env.VCE_MODEL ?? new URL('../../model/model.json', import.meta.url);
const model = JSON.parse(readFileSync(MODEL, 'utf8'));

const PRIMITIVES = {
  void: 'Void',
  char: 'Int8',
  short: 'Int16',
  ushort: 'UInt16',
  int: 'Int32',
  uint: 'UInt32',
  int64: 'Int64',
  size_t: 'UInt64',
  time_t: 'Int64',
  conn_t: 'Record',
};
const NUMBERS = {
  char: 'char',
  short: 'short',
  ushort: 'ushort',
  int: 'int',
  uint: 'uint',
  int64: 'int64',
};
const DIRECTIONS = { in: 'Input', out: 'Output', inout: 'Input/Output' };

describe('completeness', () => {
  const structures = new Map(
    [...model.structs.map((s) => s.name), 'timeval'].map((name) => [name, raw[name]]),
  );

  /** koffi's type fits to the type of the model. */
  function fits(bound, type) {
    const isAddress = type.pointers || ['callback', 'tcpcontext_t', 'va_list'].includes(type.name);
    if (!isAddress) {
      assert.equal(bound.primitive, PRIMITIVES[type.name] ?? 'Int32');
      return;
    }
    assert.match(bound.primitive, /^(Pointer|String|Callback)$/);
    const pointedTo = bound.ref;
    if (pointedTo && pointedTo.primitive !== 'Void' && type.pointers === 1) {
      assert.equal(
        pointedTo.size,
        structures.get(type.name)?.size ?? koffi.sizeof(NUMBERS[type.name]),
      );
      assert.equal(
        pointedTo.primitive,
        structures.has(type.name) ? 'Record' : PRIMITIVES[type.name],
      );
    }
  }

  for (const f of model.functions) {
    test(`${f.name} is bound with its types`, () => {
      assert.equal(typeof raw[f.name], 'function');
      const { info } = bound.get(f.name);
      assert.equal(info.arguments.length, f.parameters.length);
      f.parameters.forEach((p, n) => {
        fits(info.arguments[n].type, p.type);
        // What goes out of a block needs no copy.
        const { primitive, ref } = info.arguments[n].type;
        if (primitive === 'Pointer' && ref.primitive !== 'Void' && ref.primitive !== 'Pointer')
          assert.equal(info.arguments[n].direction, DIRECTIONS[p.direction]);
      });
      fits(info.result, f.result.type);
    });
  }

  test('every structure has its layout', () => {
    for (const s of model.structs) {
      assert.equal(koffi.sizeof(raw[s.name]), s.size, s.name);
      assert.equal(koffi.alignof(raw[s.name]), s.align, s.name);
      assert.deepEqual(
        Object.values(raw[s.name].members).map((m) => [m.name, m.offset, m.type.size]),
        s.fields.map((f) => [f.name, f.offset, f.size]),
      );
    }
  });

  test('every constant has its value', () => {
    for (const c of model.constants) assert.equal(raw[c.name], c.value, c.name);
    for (const e of model.enums) {
      for (const v of e.values) {
        assert.equal(raw[v.name], v.value);
        assert.equal(raw[e.name][v.name], v.value);
      }
    }
  });

  test('every callback can be made and released', () => {
    for (const c of model.callbacks) {
      const address = raw[c.name](() => 0);
      assert.equal(typeof address, 'bigint');
      raw.unregister(address);
      thrown(() => raw[c.name]('no function'), TypeError);
    }
  });
});

describe('calls', () => {
  test('text goes in and comes out', () => {
    const out = Buffer.alloc(32);
    assert.equal(raw.vce_escape_string(out, 32, Buffer.from('a\n\0b'), 4), 6);
    assert.equal(out.toString('latin1', 0, 7), 'a\\n\\0b\0');
    const comma = ','.charCodeAt(0);
    assert.equal(raw.vce_text_split_index('a,b,c', comma, 1), 'b,c');
    assert.equal(raw.vce_text_split_index(Buffer.from('a,b,c\0'), comma, 2), 'c');
    assert.equal(raw.vce_text_split_index('a,b,c', comma, 9), null);
    assert.equal(raw.vce_get_last_error(), raw.VCE_ENOTFOUND);
    raw.vce_snprintf(out, 32, '%d-%s', 'int', 7, 'str', 'x');
    assert.equal(out.toString('latin1', 0, 4), '7-x\0');
    assert.equal(raw.vce_strerror(raw.VCE_EFULL), raw.STRDEF_EMESG_EFULL);
  });

  test('values come out through arrays and typed arrays', () => {
    const [major, minor] = [[null], new Int32Array(1)];
    raw.vce_get_version(major, minor);
    assert.deepEqual([major[0], minor[0]], [raw.LIBVCE_VERSION_MAJOR, raw.LIBVCE_VERSION_MINOR]);
    const out = Buffer.alloc(32);
    const end = raw.vce_binary_push_nb_ia4(out, 0, 32, Int32Array.of(1, -2, 3), 3);
    assert.deepEqual([...out.subarray(0, end)], [3, 0, 0, 0, 1, 255, 255, 255, 254, 0, 0, 0, 3]);
    for (const back of [[0, 0, 0], new Int32Array(3)]) {
      const count = [3];
      assert.equal(raw.vce_binary_pop_nb_ia4(out, end, 0, back, count), end);
      assert.deepEqual([...back, ...count], [1, -2, 3, 3]);
    }
    const wide = [0];
    const length = raw.vce_binary_push_nb_i8(out, 0, 32, -(2n ** 62n));
    assert.equal(raw.vce_binary_pop_nb_i8(out, length, 0, wide), length);
    assert.equal(wide[0], -(2n ** 62n));
  });

  test('lists of strings go in and come out', () => {
    const out = Buffer.alloc(32);
    assert.equal(raw.vce_binary_push_nb_stra(out, 0, 32, ['one', 'two'], 2, 10), 9);
    const [back, count] = [[Buffer.alloc(8), Buffer.alloc(8)], [2]];
    assert.equal(raw.vce_binary_pop_nb_stra(out, 9, 0, back, count, 8), 9);
    assert.deepEqual(
      back.map((b) => b.toString('latin1', 0, 4)),
      ['one\0', 'two\0'],
    );
  });

  test('packed structures go in and out', () => {
    const [number, bytes, out] = [Int32Array.of(0x01020304), Buffer.from([5, 6]), Buffer.alloc(16)];
    const items = [
      { t: raw.SINGLE_INT, maxu: 0, n: 0, p: number },
      { t: raw.CHARARRAY_8, maxu: 0, n: 2, p: bytes },
    ];
    assert.equal(raw.vce_binary_pack(items, 2, out, 16), 7);
    assert.deepEqual([...out.subarray(0, 7)], [1, 2, 3, 4, 2, 5, 6]);
    const [backNumber, backBytes] = [new Int32Array(1), Buffer.alloc(4)];
    const back = [
      { t: raw.SINGLE_INT, maxu: 0, n: 0, p: backNumber },
      { t: raw.CHARARRAY_8, maxu: 4, n: 0, p: backBytes },
    ];
    assert.equal(raw.vce_binary_unpack(back, 2, out, 7), 7);
    assert.deepEqual([backNumber[0], back[1].n, ...backBytes], [0x01020304, 2, 5, 6, 0, 0]);
  });

  test('addresses that are stored point into the memory of the program', () => {
    const page = Buffer.from('HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody');
    const [head, headLength, body, bodyLength] = [[null], [0], [null], [0]];
    assert.equal(
      raw.vce_httptext_divide_header_and_content(
        page,
        page.length,
        head,
        headLength,
        body,
        bodyLength,
      ),
      0,
    );
    assert.equal(String(raw.bytesAt(body[0], bodyLength[0])), 'body');
  });

  test('files are read with functions', () => {
    const path = join(tmpdir(), `vce-settings-${process.pid}`);
    writeFileSync(path, 'a=1\n# no\nb=2\n');
    try {
      const seen = [];
      assert.equal(
        raw.vce_read_simple_config_file(path, (...line) => {
          seen.push(line);
          return 0;
        }),
        0,
      );
      assert.deepEqual(seen, [
        [path, 1, 'a', '1'],
        [path, 3, 'b', '2'],
      ]);
    } finally {
      rmSync(path);
    }
  });

  test('object arrays', () => {
    raw.vce_initialize();
    const index = raw.vce_init_array(8, 2, 'pool');
    const first = raw.vce_alloc_array_object(index);
    assert.equal(raw.vce_get_array_object_top(index), first);
    assert.equal(raw.vce_get_array_object_index(index, first), 0);
    raw.vce_alloc_array_object(index);
    assert.equal(raw.vce_alloc_array_object(index), null);
    assert.equal(raw.vce_get_last_error(), raw.VCE_EFULL);
    assert.equal(raw.vce_end_array(index), 0);
    raw.vce_finalize();
  });

  test('what C cannot check is refused', () => {
    const short = Buffer.alloc(4);
    const wrong = [
      [RangeError, () => raw.vce_snprintf(short, 5, 'x')],
      [RangeError, () => raw.vce_dump_buffer(short, 5)],
      [RangeError, () => raw.vce_dump_buffer(short)],
      [RangeError, () => raw.vce_get_version([])],
      [RangeError, () => raw.vce_get_version(new Uint8Array(3))],
      [RangeError, () => raw.vce_get_stat(Buffer.alloc(167))],
      [RangeError, () => raw.vce_get_counters({}, raw.vce_counters_t.size + 1)],
      [RangeError, () => raw.vce_binary_push_nb_ia4(short, 0, 4, new Uint8Array(4), 2)],
      [RangeError, () => raw.vce_binary_pop_nb_ia4(short, 4, 0, [0], [2])],
      [RangeError, () => raw.vce_binary_pop_nb_stra(short, 4, 0, [short], [1], 5)],
      [RangeError, () => raw.vce_binary_pack([], 1, short, 4)],
      [RangeError, () => raw.vce_tcpcontext_get_all_connection(null, [{}], 2)],
      [TypeError, () => raw.vce_errout0(5)],
      [TypeError, () => raw.vce_errout0('a\0b')],
      [TypeError, () => raw.vce_errout0(Buffer.from('no end'))],
      [TypeError, () => raw.vce_dump_buffer('text', 4)],
      [TypeError, () => raw.VCEFREE(short)],
      [TypeError, () => raw.vce_errout_set_another(() => {})],
      [TypeError, () => raw.vce_read_plain_text_file('x', 'y')],
      [TypeError, () => raw.vce_conn_close(null)],
      [TypeError, () => raw.vce_strerror('1')],
    ];
    for (const [expected, call] of wrong) thrown(call, expected);
  });
});

describe('connections by value', () => {
  let t;
  const seen = [];
  const kept = {
    accept: raw.acceptwatcher((c) => {
      seen.push(['accept', c.serial, raw.vce_conn_is_valid(c)]);
      raw.vce_conn_set_io_callback(c, kept.io);
      return 0;
    }),
    record: raw.protocol_callback((c, address, length) => {
      const text = String(raw.bytesAt(address, length));
      seen.push(['record', c.serial, text]);
      if (text === 'throw') throw new Error('on purpose');
      return text === 'wrong'
        ? 'no number'
        : raw.vce_protocol_unparser_text(c, Buffer.from('answer'), 6);
    }),
    io: raw.io_callback((c, flag, address, length) => {
      seen.push(['io', c.serial, flag, String(raw.bytesAt(address, Number(length)))]);
    }),
    close: raw.closewatcher((c, reason) => {
      seen.push(['close', c.serial, reason]);
    }),
  };
  const beatUntil = async (condition) => {
    for (const end = Date.now() + 10000; !condition();) {
      assert.ok(Date.now() < end, 'gave up waiting');
      raw.vce_heartbeat();
      await new Promise(setImmediate);
    }
  };
  const talk = async (text, condition) => {
    const socket = connect(raw.vce_tcpcontext_get_port(t), HOST);
    let answer = '';
    socket.on('data', (data) => {
      answer += data;
    });
    socket.on('error', () => {});
    socket.write(text);
    await beatUntil(() => condition(answer));
    return socket;
  };

  before(() => {
    raw.vce_initialize();
    t = raw.vce_tcpcontext_create(1, HOST, 0, 10, 1024, 1024, 60, 0, 1, 16);
    raw.vce_tcpcontext_set_conn_acceptwatcher(t, kept.accept);
    raw.vce_tcpcontext_set_conn_closewatcher(t, kept.close);
    raw.vce_tcpcontext_set_conn_parser(t, raw.addressOf('vce_protocol_parser_text'), kept.record);
  });

  test('in calls, results and callbacks', async () => {
    const socket = await talk('question\n', (answer) => answer === 'answer\n');
    const [, serial] = seen[0];
    assert.deepEqual(seen, [
      ['accept', serial, 1],
      ['io', serial, 0, 'question\n'],
      ['record', serial, 'question'],
      ['io', serial, 1, 'answer\n'],
    ]);

    const all = [{}, {}];
    assert.equal(raw.vce_tcpcontext_get_all_connection(t, all, 2), 1);
    const [connection] = all;
    assert.equal(connection.serial, serial);
    const visited = [];
    assert.equal(
      raw.vce_tcpcontext_conn_iterate(t, (c) => visited.push(c) && 0),
      0,
    );
    assert.deepEqual(visited, [connection]);
    assert.deepEqual(
      raw.vce_conn_get_struct_from_index(raw.vce_conn_get_index(connection)),
      connection,
    );
    assert.equal(raw.vce_conn_is_equal(connection, { ...connection }), 1);
    assert.equal(raw.vce_conn_is_equal(connection, { ...connection, serial: serial + 1 }), 0);
    assert.equal(raw.vce_conn_get_tcpcontext(connection), t);
    const length = [0];
    const state = raw.vce_conn_get_state_buffer(connection, length);
    assert.deepEqual([length[0], raw.bytesAt(state, 16)], [16, Buffer.alloc(16)]);
    const address = Buffer.alloc(40);
    assert.match(
      raw.vce_conn_get_remote_addr_string(connection, address, 40),
      /^127\.0\.0\.1:\d+$/,
    );
    raw.vce_conn_userdata_set_pointer(connection, 123n);
    assert.equal(raw.vce_conn_userdata_get_pointer(connection), 123n);

    raw.vce_conn_close(connection);
    await beatUntil(() => raw.vce_conn_is_valid(connection) === 0);
    assert.deepEqual(seen.at(-1), ['close', serial, raw.CLOSE_REASON_APPLICATION]);
    assert.equal(raw.vce_conn_writable(connection), raw.VCE_EINVAL);
    socket.destroy();
  });

  for (const [line, message] of [
    ['throw', /on purpose/],
    ['wrong', /must give an integer, not no number/],
  ]) {
    test(`a callback that fails (${line}) is reported and ends the connection`, async () => {
      const warned = new Promise((resolve) => process.once('warning', resolve));
      const count = seen.filter(([what]) => what === 'close').length;
      const socket = await talk(
        `${line}\n`,
        () => seen.filter(([what]) => what === 'close').length > count,
      );
      assert.equal(seen.at(-1)[2], raw.CLOSE_REASON_PARSER);
      assert.match((await warned).message, message);
      socket.destroy();
    });
  }

  test('the end', () => {
    assert.equal(raw.vce_finalize(), 0);
    Object.values(kept).forEach(raw.unregister);
  });
});
