/** Bytes before the rows: room for any number of them. */
export const npyHeaderBytes = 256;

/** What stands before so many rows of a structured type, as `numpy.lib.format` of version 1.0 has it. */
export const toNpyHeader = (
	fields: readonly (readonly [name: string, type: string])[],
	rows: number,
): Buffer => {
	const types = fields.map(([name, type]) => `('${name}', '${type}')`).join(', ');
	const text = `{'descr': [${types}], 'fortran_order': False, 'shape': (${rows},), }`;
	const header = Buffer.alloc(npyHeaderBytes, ' ');
	header.write('\u0093NUMPY\u0001\u0000', 0, 'latin1');
	header.writeUInt16LE(npyHeaderBytes - 10, 8);
	header.write(text, 10, 'latin1');
	header.write('\n', npyHeaderBytes - 1);
	return header;
};

/** Sizes that do not fit 32 bits are in an extra field of 64 bits: APPNOTE.TXT 4.5.3. */
const all32 = 0xffff_ffff;
const signatures = {
	local: 0x0403_4b50,
	descriptor: 0x0807_4b50,
	central: 0x0201_4b50,
	end: 0x0605_4b50,
};
const zip64 = {version: 45, extra: 1, end: 0x0606_4b50, locator: 0x0706_4b50};
/** 1980-01-01, the first day there is: the file is the same whenever it is made. */
const noDate = 0x21;
/** Sizes follow the data. */
const streamed = 8;
const deflated = 8;

export type ZipEntry = {
	readonly name: string;
	readonly crc: number;
	readonly packed: number;
	readonly size: number;
};

/** What stands before the packed bytes of an entry. */
export const toLocalHeader = (name: string): Buffer => {
	const bytes = Buffer.alloc(50);
	bytes.writeUInt32LE(signatures.local, 0);
	bytes.writeUInt16LE(zip64.version, 4);
	bytes.writeUInt16LE(streamed, 6);
	bytes.writeUInt16LE(deflated, 8);
	bytes.writeUInt16LE(noDate, 12);
	bytes.writeUInt32LE(all32, 18);
	bytes.writeUInt32LE(all32, 22);
	bytes.writeUInt16LE(name.length, 26);
	bytes.writeUInt16LE(20, 28);
	const extra = Buffer.alloc(20);
	extra.writeUInt16LE(zip64.extra, 0);
	extra.writeUInt16LE(16, 2);
	return Buffer.concat([bytes.subarray(0, 30), Buffer.from(name), extra]);
};

const toDescriptor = ({crc, packed, size}: ZipEntry): Buffer => {
	const bytes = Buffer.alloc(24);
	bytes.writeUInt32LE(signatures.descriptor, 0);
	bytes.writeUInt32LE(crc, 4);
	bytes.writeBigUInt64LE(BigInt(packed), 8);
	bytes.writeBigUInt64LE(BigInt(size), 16);
	return bytes;
};

const toCentral = ({name, crc, packed, size}: ZipEntry): Buffer => {
	const bytes = Buffer.alloc(46);
	bytes.writeUInt32LE(signatures.central, 0);
	bytes.writeUInt16LE(zip64.version, 4);
	bytes.writeUInt16LE(zip64.version, 6);
	bytes.writeUInt16LE(streamed, 8);
	bytes.writeUInt16LE(deflated, 10);
	bytes.writeUInt16LE(noDate, 14);
	bytes.writeUInt32LE(crc, 16);
	bytes.writeUInt32LE(all32, 20);
	bytes.writeUInt32LE(all32, 24);
	bytes.writeUInt16LE(name.length, 28);
	bytes.writeUInt16LE(20, 30);
	const extra = Buffer.alloc(20);
	extra.writeUInt16LE(zip64.extra, 0);
	extra.writeUInt16LE(16, 2);
	extra.writeBigUInt64LE(BigInt(size), 4);
	extra.writeBigUInt64LE(BigInt(packed), 12);
	return Buffer.concat([bytes, Buffer.from(name), extra]);
};

/** The end of an archive of one entry, whose directory lies `at`. */
const toEnd = (at: number, length: number): Buffer => {
	const end = Buffer.alloc(56 + 20 + 22);
	end.writeUInt32LE(zip64.end, 0);
	end.writeBigUInt64LE(44n, 4);
	end.writeUInt16LE(zip64.version, 12);
	end.writeUInt16LE(zip64.version, 14);
	end.writeBigUInt64LE(1n, 24);
	end.writeBigUInt64LE(1n, 32);
	end.writeBigUInt64LE(BigInt(length), 40);
	end.writeBigUInt64LE(BigInt(at), 48);
	end.writeUInt32LE(zip64.locator, 56);
	end.writeBigUInt64LE(BigInt(at + length), 64);
	end.writeUInt32LE(1, 72);
	end.writeUInt32LE(signatures.end, 76);
	end.writeUInt16LE(1, 84);
	end.writeUInt16LE(1, 86);
	end.writeUInt32LE(length, 88);
	end.writeUInt32LE(all32, 92);
	return end;
};

/** What stands behind an archive's only entry, whose packed bytes end `at`. */
export const toZipEnd = (entry: ZipEntry, at: number): Buffer => {
	const descriptor = toDescriptor(entry);
	const central = toCentral(entry);
	return Buffer.concat([descriptor, central, toEnd(at + descriptor.length, central.length)]);
};
