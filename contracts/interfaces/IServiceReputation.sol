// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Deal} from "../types/Deal.sol";

/// @title ServiceReputation
/// @notice What clients say about services: the reputation registry of ERC-8004, and feedback that costs a payment.
///
/// A value is a fixed-point number with sign, `value / 10 ** valueDecimals`, with 0 to 18 decimals, and `value` between -1e38 and 1e38.
/// Feedback of a client about a service is numbered from 1. Anybody can give plain feedback, so read it from clients that you trust.
/// Feedback for a deal is a rating from 0 to 100 by the payer of a deal that paid a wallet of the service, once per deal. Its tags are
/// `starred` and `paid`; plain feedback may not use `paid` as `tag2`, so `getSummary(..., tag2 = "paid")` counts only what was paid for.
///
/// @dev What a payment proves: that coins went to the payee. It does not prove that they stayed there: a service that pays itself gets its
/// coins back, less the fee of the deal, which may be 0, and so does a former wallet for `IServiceRegistry.WALLET_MEMORY`, for better
/// or worse. A deal of one base unit can be rated too. So weigh who paid, whom, and how much (`FeedbackPaid`).
///
/// Sums of paid ratings are kept, and clients have pages. The standard's other views grow with what others write: on chain, read
/// `getPaidSummary` and `readFeedback`.
interface IServiceReputation {
    /// @notice A client gave feedback.
    event NewFeedback(
        uint256 indexed agentId,
        address indexed clientAddress,
        uint64 feedbackIndex,
        int128 value,
        uint8 valueDecimals,
        string indexed indexedTag1,
        string tag1,
        string tag2,
        string endpoint,
        string feedbackURI,
        bytes32 feedbackHash
    );

    /// @notice The feedback just given is backed by a deal.
    /// @param payee Whom it paid: the service's wallet, or one that it had in the last `WALLET_MEMORY` seconds.
    /// @param paid Base units of SCV that it had paid.
    event FeedbackPaid(
        uint256 indexed agentId,
        address indexed clientAddress,
        uint64 feedbackIndex,
        bytes32 indexed dealId,
        address payee,
        uint256 paid
    );

    /// @notice A client took feedback back.
    event FeedbackRevoked(uint256 indexed agentId, address indexed clientAddress, uint64 indexed feedbackIndex);

    /// @notice Somebody answered feedback.
    event ResponseAppended(
        uint256 indexed agentId,
        address indexed clientAddress,
        uint64 feedbackIndex,
        address indexed responder,
        string responseURI,
        bytes32 responseHash
    );

    /// @notice More than 18 decimals.
    error ReputationInvalidDecimals(uint256 agentId, uint8 valueDecimals);

    /// @notice A value beyond 1e38 or -1e38.
    error ReputationInvalidValue(uint256 agentId, int128 value);

    /// @notice Whoever owns a service or is its wallet cannot rate it; who manages it, not without a deal.
    error ReputationSelfFeedback(uint256 agentId, address client);

    /// @notice A rating for a deal below 0 or above 100.
    error ReputationInvalidRating(uint256 agentId, int128 value, uint8 valueDecimals);

    /// @notice Only feedback for a deal may carry this tag.
    error ReputationReservedTag(uint256 agentId, string tag2);

    /// @notice Only the payer of the deal can give feedback for it.
    error ReputationNotPayer(uint256 agentId, bytes32 dealId, address caller, address payer);

    /// @notice The payee of the deal is no wallet of the service.
    error ReputationOtherPayee(uint256 agentId, bytes32 dealId, address payee);

    /// @notice The deal has paid nothing.
    error ReputationUnpaidDeal(uint256 agentId, bytes32 dealId);

    /// @notice There is feedback for this deal already.
    error ReputationUsedDeal(uint256 agentId, bytes32 dealId);

    /// @notice No such feedback; `last` is the number of the client's last one.
    error ReputationUnknownFeedback(uint256 agentId, address client, uint64 feedbackIndex, uint64 last);

    /// @notice The feedback was revoked before.
    error ReputationAlreadyRevoked(uint256 agentId, address client, uint64 feedbackIndex);

    /// @notice A response without a URI.
    error ReputationEmptyResponse(uint256 agentId, address client, uint64 feedbackIndex);

    /// @notice A summary needs the clients that it is about.
    error ReputationNoClients(uint256 agentId);

    /// @notice Gives feedback. Emits `NewFeedback`.
    ///
    /// Requirements: the service exists (`ERC721NonexistentToken`) and the caller neither manages it nor is its wallet
    /// (`ReputationSelfFeedback`); value and decimals within bounds (`ReputationInvalidValue`, `ReputationInvalidDecimals`); `tag2` is
    /// not `paid` (`ReputationReservedTag`).
    /// @param value What the client says, for example 87 of 100.
    /// @param valueDecimals Decimals of `value`, 0 to 18.
    /// @param tag1 What is measured, for example `starred`; may be empty.
    /// @param tag2 A second tag; may be empty.
    /// @param endpoint Where the service was used; not stored.
    /// @param feedbackURI File with more; not stored.
    /// @param feedbackHash keccak256 of that file, or zero; not stored.
    function giveFeedback(
        uint256 agentId,
        int128 value,
        uint8 valueDecimals,
        string calldata tag1,
        string calldata tag2,
        string calldata endpoint,
        string calldata feedbackURI,
        bytes32 feedbackHash
    ) external;

    /// @notice Rates the service, from 0 to 100, for a deal that paid it. Emits `NewFeedback` and `FeedbackPaid`.
    ///
    /// Requirements: the service exists (`ERC721NonexistentToken`); the caller neither owns it nor is its wallet
    /// (`ReputationSelfFeedback`), but may manage it, so that an owner cannot silence a payer by an ERC-721 approval, of which the
    /// standard says otherwise; the rating is within
    /// bounds (`ReputationInvalidDecimals`, `ReputationInvalidRating`); the caller is the deal's payer (`ReputationNotPayer`); its payee
    /// counts as a wallet of the service (`IServiceRegistry.walletUntil`, `ReputationOtherPayee`); no feedback was given for it
    /// (`ReputationUsedDeal`); it has paid (`ReputationUnpaidDeal`).
    /// @param value Rating, for example 87 or, with one decimal, 875.
    /// @param deal The deal, as it was opened at the hub. What it has paid by now is the weight of the rating.
    function giveFeedbackForDeal(
        uint256 agentId,
        int128 value,
        uint8 valueDecimals,
        string calldata endpoint,
        string calldata feedbackURI,
        bytes32 feedbackHash,
        Deal calldata deal
    ) external;

    /// @notice Takes the caller's feedback back (`ReputationUnknownFeedback`, `ReputationAlreadyRevoked`). Emits `FeedbackRevoked`.
    function revokeFeedback(uint256 agentId, uint64 feedbackIndex) external;

    /// @notice Answers feedback; anyone may, with a URI (`ReputationUnknownFeedback`, `ReputationEmptyResponse`). Emits `ResponseAppended`.
    /// @param responseHash keccak256 of the file at `responseURI`, or zero.
    function appendResponse(
        uint256 agentId,
        address clientAddress,
        uint64 feedbackIndex,
        string calldata responseURI,
        bytes32 responseHash
    ) external;

    /// @notice Average of the feedback of these clients that is not revoked, and how much there is.
    /// @param clientAddresses At least one (`ReputationNoClients`).
    /// @param tag1 Only feedback with this tag, or empty for all; `tag2` likewise.
    /// @return count How much feedback.
    /// @return summaryValue Average, rounded towards zero, with the commonest number of decimals (the smallest of equals; fewer if
    /// it would not fit).
    /// @return summaryValueDecimals That number.
    function getSummary(
        uint256 agentId,
        address[] calldata clientAddresses,
        string calldata tag1,
        string calldata tag2
    ) external view returns (uint64 count, int128 summaryValue, uint8 summaryValueDecimals);

    /// @notice All ratings that were paid for and not revoked, summed up; its cost does not grow with them.
    /// @dev Both averages can be bought, in opposite ways: the plain one by many tiny payments, the weighted one by a large payment
    /// that comes back. Where they differ much, look at who paid whom (`FeedbackPaid`).
    /// @return count How many ratings.
    /// @return paid Base units of SCV that their deals had paid.
    /// @return average Average rating, 0 to 100 with 18 decimals, rounded down.
    /// @return weightedAverage The same, each rating weighted by what its deal had paid.
    function getPaidSummary(
        uint256 agentId
    ) external view returns (uint64 count, uint256 paid, uint256 average, uint256 weightedAverage);

    /// @notice One piece of feedback (`ReputationUnknownFeedback`).
    function readFeedback(
        uint256 agentId,
        address clientAddress,
        uint64 feedbackIndex
    ) external view returns (int128 value, uint8 valueDecimals, string memory tag1, string memory tag2, bool isRevoked);

    /// @notice Feedback of these clients, or of all when none are named, by client and then by number.
    /// @dev Without clients it grows with everybody who writes: on a chain with many, read `getClientsPage` and name them.
    function readAllFeedback(
        uint256 agentId,
        address[] calldata clientAddresses,
        string calldata tag1,
        string calldata tag2,
        bool includeRevoked
    )
        external
        view
        returns (
            address[] memory clients,
            uint64[] memory feedbackIndexes,
            int128[] memory values,
            uint8[] memory valueDecimals,
            string[] memory tag1s,
            string[] memory tag2s,
            bool[] memory revokedStatuses
        );

    /// @notice How many responses there are: to one piece of feedback, to all of a client (`feedbackIndex` 0), or to all
    /// (`clientAddress` zero); by these responders, or by all when none are named.
    function getResponseCount(
        uint256 agentId,
        address clientAddress,
        uint64 feedbackIndex,
        address[] calldata responders
    ) external view returns (uint64 count);

    /// @notice Everybody who gave feedback about the service, in order of the first.
    function getClients(uint256 agentId) external view returns (address[] memory);

    /// @notice How many clients there are.
    function clientCount(uint256 agentId) external view returns (uint256);

    /// @notice At most `limit` clients from number `offset` on.
    function getClientsPage(
        uint256 agentId,
        uint256 offset,
        uint256 limit
    ) external view returns (address[] memory clients);

    /// @notice Number of the client's last feedback about the service, or 0.
    function getLastIndex(uint256 agentId, address clientAddress) external view returns (uint64);

    /// @notice The registry whose services are rated.
    function getIdentityRegistry() external view returns (address);

    /// @notice Version of the standard's reference that this answers like.
    function getVersion() external pure returns (string memory);
}
