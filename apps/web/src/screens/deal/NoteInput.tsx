import { TextInput } from "@mantine/core";
import { encodeNote } from "../../deals/note.ts";
import { useText } from "../../i18n/text.ts";

interface Props {
  label: string;
  description: string;
  text: string;
  onText: (text: string) => void;
}

/** A few words that fit into the 32 bytes that the contract keeps. */
export function NoteInput({ label, description, text, onText }: Props) {
  const { deals } = useText();
  return (
    <TextInput
      label={label}
      description={description}
      autoComplete="off"
      value={text}
      onChange={(event) => {
        onText(event.currentTarget.value);
      }}
      error={encodeNote(text) === undefined ? deals.noteTooLong : undefined}
    />
  );
}
