import type {Command} from 'commander';
import {systemClock} from '../clock.js';
import type {WantedMarket} from '../market-name.js';
import {defaultConfigPath} from '../config/config-file.js';
import {suggest, UsageError} from '../options/options.js';
import {exitCodes} from '../output/console.js';
import {codeHelp} from './fault-help.js';
import {jsonOption, marketArgument, namedOrAll, readFlags, type BookFlags} from './flags.js';
import type {NatsAddress} from '../transport/nats-address.js';
import {console, finish, openFor} from './run.js';

const addExchanges = (program: Command): void => {
	program
		.command('exchanges')
		.summary('list the exchanges, and what proves their books')
		.description(
			'Lists the exchanges: how each one tells a lost message, how its books are audited, what taking costs and where it is reached.',
		)
		.option(...jsonOption)
		.action(async (_options, command: Command) => {
			const flags = readFlags<BookFlags>(command);
			const {printExchanges} = await import('../commands/exchanges.js');
			const venues = namedOrAll(command).map(exchange => ({
				exchange,
				endpoints: flags.config.endpoints.get(exchange.id) ?? exchange.endpoints,
			}));
			finish(printExchanges(venues, console, {isJson: flags.json === true}));
		});
};

const addHelp = (program: Command): void => {
	program
		.command('help')
		.summary('show the help of a command')
		.description(
			'Shows the help of a command or of the program, or what the code behind a message means.',
		)
		.argument('[command]', 'its name, or a code such as gap')
		.action((name: string | undefined) => {
			const found = name === undefined ? program : program.commands.find(c => c.name() === name);
			if (found) return found.help();
			const code = codeHelp.find(one => one.code === name);
			if (code) {
				console.write(`${code.code}: ${code.meaning}\n${code.advice.replaceAll('`', '')}\n`);
				return finish(exitCodes.done);
			}
			const names = program.commands.map(command => command.name());
			const hint = suggest(name ?? '', [...names, ...codeHelp.map(one => one.code)]);
			throw new UsageError(
				`there is no command "${name}"${hint}: choose from ${names.join(', ')}`,
				'unknown-command',
			);
		});
};

/** The doctor of the way to relays. Returns the exit code. */
const examineRelays = async (address: NatsAddress, isJson: boolean): Promise<number> => {
	const {reachBus} = await import('./over-bus.js');
	const {columnsOf} = await import('../doctor/hang.js');
	const {runRelayedDoctor, tellUnreached} = await import('../commands/doctor-relayed.js');
	const bus = await reachBus(address);
	const look = {isJson, columns: columnsOf(process)};
	if (typeof bus === 'string') return tellUnreached(bus, console, look);
	try {
		return await runRelayedDoctor(bus, console, {...look, clock: systemClock, random: Math.random});
	} finally {
		await bus.close();
	}
};

/** The commands about the program and its surroundings. */
export const addSetupCommands = (program: Command): void => {
	addHelp(program);
	addExchanges(program);

	program
		.command('doctor')
		.summary('check terminal, network and exchanges')
		.description(
			'Checks the terminal, the clock, the network and each exchange, and says what to do. Exit code 1 means that something the program needs is missing.',
		)
		.option(...jsonOption)
		.action(async (_options, command: Command) => {
			const flags = readFlags<BookFlags>(command);
			if (flags.nats) {
				finish(await examineRelays(flags.nats, flags.json === true));
				return;
			}
			const {runDoctor} = await import('../commands/doctor.js');
			const source = await openFor(flags);
			const isJson = flags.json === true;
			const code = await runDoctor(source, flags.config, console, {
				process,
				clock: systemClock,
				isJson,
			});
			await source.close();
			finish(code);
		});

	program
		.command('config')
		.summary('print every setting and where it comes from')
		.description(
			'Prints every setting with its value and where that comes from: a flag, the environment, the config file or the default. With --init it writes a file to begin with, in which each setting is explained; one that is there is kept.',
		)
		.addArgument(marketArgument())
		.option('--init', 'write a config file to begin with, at its usual place or that of --config')
		.option(...jsonOption)
		.action(async (market: WantedMarket | undefined, _options, command: Command) => {
			const {init, config: named} = command.optsWithGlobals<{init?: true; config?: string}>();
			if (init && market)
				throw new UsageError('--init writes no market: name it in the file that it makes');
			if (init) {
				const {writeFirstConfig} = await import('../commands/config-init.js');
				finish(await writeFirstConfig(named ?? defaultConfigPath(process.env), console));
				return;
			}
			const flags = readFlags<BookFlags>(command, market);
			const {printConfig} = await import('../commands/config.js');
			finish(printConfig(flags.config, console, {isJson: flags.json === true}));
		});
};
