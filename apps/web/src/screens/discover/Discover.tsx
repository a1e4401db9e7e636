import { NativeSelect, TextInput, VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import { useDebouncedValue } from "@mantine/hooks";
import { useIndexedList } from "../../chain/indexed.ts";
import { useText } from "../../i18n/text.ts";
import { parseAmount } from "../../ui/parse.ts";
import { AmountInput } from "../../ui/inputs.tsx";
import { Page, Tiles } from "../../ui/Page.tsx";
import { Empty, ListOf } from "../../ui/States.tsx";
import styles from "./Discover.module.css";
import { ServiceCard } from "./ServiceCard.tsx";

const TYPING_MS = 250;
const SORTS = ["rating", "price", "newest"] as const;
type Sort = (typeof SORTS)[number];

/** Search for services. */
export function Screen() {
  const t = useText();
  const { discover } = t;
  const [words, setWords] = useState("");
  const [category, setCategory] = useState("");
  const [maxPrice, setMaxPrice] = useState("");
  const [minRating, setMinRating] = useState("");
  const [sort, setSort] = useState<Sort>("rating");
  const [search] = useDebouncedValue({ words, category, maxPrice, minRating }, TYPING_MS);
  const list = useIndexedList("/services", {
    q: search.words.trim() || undefined,
    category: search.category.trim() || undefined,
    maxPrice: parseAmount(search.maxPrice, t).value,
    minRating: search.minRating || undefined,
    sort,
  });
  return (
    <Page title={discover.title} intro={discover.intro}>
      <form
        className={styles["filters"]}
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
        }}
      >
        <TextInput
          className={styles["words"] ?? ""}
          type="search"
          label={discover.words}
          placeholder={discover.wordsHint}
          value={words}
          onChange={(event) => {
            setWords(event.currentTarget.value);
          }}
        />
        <TextInput
          label={discover.category}
          placeholder={discover.categoryHint}
          value={category}
          onChange={(event) => {
            setCategory(event.currentTarget.value);
          }}
        />
        <AmountInput label={discover.maxPrice} text={maxPrice} onText={setMaxPrice} />
        <NativeSelect
          label={discover.minRating}
          value={minRating}
          onChange={(event) => {
            setMinRating(event.currentTarget.value);
          }}
          data={[
            { value: "", label: discover.anyRating },
            ...["50", "70", "80", "90"].map((value) => ({ value, label: discover.atLeast(value) })),
          ]}
        />
        <NativeSelect
          label={discover.sort}
          value={sort}
          onChange={(event) => {
            setSort(event.currentTarget.value as Sort);
          }}
          data={SORTS.map((value) => ({ value, label: discover.sorts[value] }))}
        />
      </form>
      <ListOf list={list} empty={<Empty>{discover.nothing}</Empty>}>
        {(services) => (
          <>
            <VisuallyHidden component="h2">{discover.found}</VisuallyHidden>
            <Tiles>
              {services.map((service) => (
                <ServiceCard key={service.id} service={service} />
              ))}
            </Tiles>
          </>
        )}
      </ListOf>
    </Page>
  );
}
