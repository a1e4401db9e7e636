/** What an operation may cost at most, by subject and name. The peers that these beat are in `peers/` and `recorded.ts`. */
export const MARKS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  coin: {
    "transfer, existing holder": 34_500,
    "transferWithReference, 32 bytes": 36_800,
    "transferWithAuthorization, random nonce, v r s": 66_500,
    "transferWithAuthorization, random nonce, bytes": 66_500,
    "transferWithAuthorization, next nonce, v r s": 49_500,
    "transferWithAuthorization, next nonce, bytes": 49_500,
    "permit and transferFrom, one transaction, repeat": 60_600,
    "transferBatch of 100, each, existing holders": 8_500,
    "transferBatch of 100, each, new holders": 25_600,
  },
  dao: {
    "propose, one payment": 105_000,
    "castVote, repeat voter, after quorum": 52_500,
    "castVote, first-time voter, after quorum": 69_500,
    "castVotes on ten, after quorum": 340_000,
    "queue + execute, existing holder": 175_000,
    "payroll of ten, whole life, existing holders": 645_000,
    "payroll of ten, whole life, new holders": 645_000,
  },
};
