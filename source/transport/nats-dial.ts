import {
	NatsConnectionImpl,
	setTransportFactory,
	type NatsConnection,
	type NodeConnectionOptions,
} from '@nats-io/transport-node';
import {nodeResolveHost, NodeTransport} from '@nats-io/transport-node/lib/node_transport.js';

/**
 * The client's own way to a server. Given up before the server said anything, it would stay open as long as that says
 * nothing: one more with each try.
 */
export const createNatsTransport = (): NodeTransport => {
	const transport = new NodeTransport();
	const close = transport.close.bind(transport);
	transport.close = async error => {
		if (!transport.connected) {
			// One that is still on its way ends as soon as it is there.
			transport.done = true;
			(transport.socket as NodeTransport['socket'] | undefined)?.destroy();
		}
		await close(error);
	};
	return transport;
};

/** As `connect` of the client. */
export const dialNats = (options: NodeConnectionOptions): Promise<NatsConnection> => {
	setTransportFactory({factory: createNatsTransport, dnsResolveFn: nodeResolveHost});
	return NatsConnectionImpl.connect(options);
};
