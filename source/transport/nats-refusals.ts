import {errors, type NatsConnection} from '@nats-io/transport-node';

type PermissionViolation = InstanceType<typeof errors.PermissionViolationError>;

/** Hears what the server does not allow, as long as the connection lasts: it says so beside all else. */
export const hearRefusals = async (
	nc: Pick<NatsConnection, 'status'>,
	onRefused: (error: PermissionViolation) => void,
): Promise<void> => {
	for await (const status of nc.status()) {
		const error = status.type === 'error' ? status.error : null;
		if (error instanceof errors.PermissionViolationError) onRefused(error);
	}
};
