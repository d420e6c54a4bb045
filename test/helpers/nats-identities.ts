import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {nkeys} from '@nats-io/transport-node';

const {createAccount, createOperator, createUser} = nkeys;
type KeyPair = ReturnType<typeof createUser>;

const toText = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

/** An nkey: what the server knows of it, and a file with its seed. */
export const makeNkey = (folder: string) => {
	const user = createUser();
	const file = join(folder, 'user.nk');
	writeFileSync(file, `${toText(user.getSeed())}\n`, {mode: 0o600});
	return {publicKey: user.getPublicKey(), file, seed: toText(user.getSeed())};
};

/** A JWT as NATS signs it. */
const sign = (issuer: KeyPair, subject: KeyPair, name: string, nats: object): string => {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const claims = {
		...{jti: name, iat: 1_760_000_000, name, nats},
		...{iss: issuer.getPublicKey(), sub: subject.getPublicKey()},
	};
	const text = `${part({typ: 'JWT', alg: 'ed25519-nkey'})}.${part(claims)}`;
	return `${text}.${Buffer.from(issuer.sign(Buffer.from(text))).toString('base64url')}`;
};

const unlimited = {subs: -1, data: -1, payload: -1};

/** What a server needs that lets in who has credentials, and a file of such as `nsc` makes it. */
export const makeCredentials = (folder: string) => {
	const [operator, account, user] = [createOperator(), createAccount(), createUser()];
	/** The server wants one of its own before it stores anything. */
	const system = createAccount();
	const storage = {mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1};
	const most = {...unlimited, imports: -1, exports: -1, wildcards: true, conn: -1, leaf: -1};
	const version = 2;
	const operatorJwt = sign(operator, operator, 'O', {type: 'operator', version});
	const limits = {...most, ...storage};
	const accountJwt = sign(operator, account, 'A', {type: 'account', version, limits});
	const systemJwt = sign(operator, system, 'SYS', {type: 'account', version, limits: most});
	const userJwt = sign(account, user, 'U', {type: 'user', version, pub: {}, sub: {}, ...unlimited});
	const file = join(folder, 'user.creds');
	const seed = toText(user.getSeed());
	const box = (kind: string, text: string) =>
		`-----BEGIN ${kind}-----\n${text}\n------END ${kind}------\n`;
	writeFileSync(file, `${box('NATS USER JWT', userJwt)}\n${box('USER NKEY SEED', seed)}`, {
		mode: 0o600,
	});
	const accounts = `${account.getPublicKey()}: "${accountJwt}", ${system.getPublicKey()}: "${systemJwt}"`;
	const config = `operator: "${operatorJwt}"
system_account: ${system.getPublicKey()}
resolver: MEMORY
resolver_preload: { ${accounts} }
`;
	return {config, file, seed};
};

export const skipWithoutOpenssl: false | string =
	spawnSync('openssl', ['version']).status === 0 ? false : 'there is no openssl';

/** Certificates of a server on loopback and of a client, each signed by an authority of our own; paths of files. */
export const makeCertificates = (folder: string) => {
	const path = (name: string) => join(folder, name);
	const openssl = (...args: readonly string[]) => {
		const {status, stderr} = spawnSync('openssl', args, {cwd: folder, encoding: 'utf8'});
		if (status !== 0) throw new Error(stderr);
	};
	const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
	openssl(...['req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=test']);
	writeFileSync(path('names'), 'subjectAltName=IP:127.0.0.1\n');
	const make = (name: string) => {
		openssl(
			...['req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`].concat([
				'-subj',
				`/CN=${name}`,
			]),
		);
		openssl(
			...['x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key'],
			...['-CAcreateserial', '-days', '2', '-out', `${name}.pem`, '-extfile', 'names'],
		);
		return {certFile: path(`${name}.pem`), keyFile: path(`${name}.key`)};
	};
	return {caFile: path('ca.pem'), server: make('server'), client: make('client')};
};
