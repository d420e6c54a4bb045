import type {Heading, Received, Sharing} from '../exchanges/sharing.js';
import type {SocketEvent} from '../transport/transport.js';
import type {Members} from './members.js';
import type {TopicControl} from './topic-control.js';

type Options = {
	readonly sharing: Sharing;
	readonly members: Members;
	/** Null where each client asks for its topics itself. */
	readonly control: TopicControl | null;
	/** Sends at once, in answer to a sign of life of this time. */
	readonly answer: (data: string, time: number) => void;
	/** The exchange will end the socket. */
	readonly onEnding: () => void;
};

type Heard = Received & Pick<SocketEvent, 'heardAt'>;

const unknown: Heading = {type: 'other'};

/** Brings what came on a shared socket to whom it is for, by its heading; what cannot be told, to all. */
export const createSharedMessages = ({sharing, members, control, answer, onEnding}: Options) => {
	const toTopic = (topic: string, message: Heard) => {
		const member = members.of(topic);
		if (member) member.onEvent({type: 'message', ...message});
		// Of one that was left it is nobody's; a name that was never asked for may be a damaged one.
		else if (!members.carried.has(topic)) members.tell({type: 'message', ...message});
	};

	const toAsker = (heading: Heading & {readonly type: 'answer'}, message: Heard) => {
		if (control?.take(heading, message)) return;
		const member = control ? undefined : members.numbered(heading.of);
		if (member) member.onEvent({type: 'message', ...message});
		else if (control || heading.of > members.count()) members.tell({type: 'message', ...message});
	};

	const bring = (heading: Heading, message: Heard) => {
		switch (heading.type) {
			case 'topic':
				toTopic(heading.topic, message);
				break;
			case 'answer':
				toAsker(heading, message);
				break;
			case 'ping':
				answer(heading.answer, heading.time);
				members.tell({type: 'ping', heardAt: message.heardAt});
				break;
			case 'ending':
				onEnding();
				members.tell({type: 'message', ...message});
				break;
			case 'other':
				members.tell({type: 'message', ...message});
		}
	};

	return (raw: Heard): void => {
		let message: Heard;
		try {
			const {heardAt} = raw;
			message = heardAt === undefined ? sharing.unpack(raw) : {...sharing.unpack(raw), heardAt};
		} catch {
			// Whose it was is not known: each of them finds that it cannot be read.
			bring(unknown, raw);
			return;
		}
		bring(sharing.readHeading(message.data), message);
	};
};
