import { Button, Table, TextInput } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useLastBlocks } from "../../chain/explore.ts";
import { useText } from "../../i18n/text.ts";
import { Page, Section } from "../../ui/Page.tsx";
import { ValueOf } from "../../ui/States.tsx";
import { Time } from "../../ui/Time.tsx";
import styles from "./Explorer.module.css";

/** The last blocks, and a search. */
export function Screen() {
  const { explorer } = useText();
  const query = useLastBlocks();
  return (
    <Page title={explorer.title} intro={explorer.intro}>
      <Search />
      <Section>
        <ValueOf query={query}>
          {(blocks) => (
            <div className={styles["scroll"]}>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{explorer.block}</Table.Th>
                    <Table.Th>{explorer.time}</Table.Th>
                    <Table.Th>{explorer.transactions}</Table.Th>
                    <Table.Th>{explorer.gasUsed}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {blocks.map(({ number, time, transactions, gasUsed }) => (
                    <Table.Tr key={number}>
                      <Table.Td>
                        <Link to="/blocks/$number" params={{ number: String(number) }}>
                          {number}
                        </Link>
                      </Table.Td>
                      <Table.Td>
                        <Time at={time} />
                      </Table.Td>
                      <Table.Td>{transactions.length}</Table.Td>
                      <Table.Td>{gasUsed.toLocaleString()}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </div>
          )}
        </ValueOf>
      </Section>
    </Page>
  );
}

function Search() {
  const { explorer } = useText();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const [isUnknown, setUnknown] = useState(false);
  const open = () => {
    const plain = text.trim();
    setUnknown(false);
    if (/^0x[0-9a-fA-F]{64}$/.test(plain)) void navigate({ to: "/transactions/$hash", params: { hash: plain } });
    else if (/^0x[0-9a-fA-F]{40}$/.test(plain)) void navigate({ to: "/accounts/$address", params: { address: plain } });
    else if (/^\d{1,12}$/.test(plain)) void navigate({ to: "/blocks/$number", params: { number: plain } });
    else setUnknown(true);
  };
  return (
    <form
      className={styles["search"]}
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        open();
      }}
    >
      <TextInput
        label={explorer.search}
        value={text}
        error={isUnknown && explorer.notFound}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      <Button type="submit">{explorer.open}</Button>
    </form>
  );
}
