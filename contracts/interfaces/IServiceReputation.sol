// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Deal} from "../types/Deal.sol";

/// @title ServiceReputation
/// @notice The reputation registry of ERC-8004, with two kinds of feedback about services: plain feedback, and feedback
/// backed by a payment.
///
/// A value is a signed fixed-point number, `value / 10 ** valueDecimals`, with 0 to 18 decimals and `value` between
/// -1e38 and 1e38. The feedback of a client about a service is numbered from 1.
///
/// Anyone can give plain feedback, so read it only from clients you trust. Feedback for a deal is a rating from 0 to
/// 100 by the payer of a deal that paid a wallet of the service, once per deal. Its tags are `starred` and `paid`.
/// Plain feedback cannot use `paid` as `tag2`, so `getSummary(..., tag2 = "paid")` counts only feedback that was paid
/// for.
///
/// @dev The sums of paid ratings are kept in storage, and clients can be read in pages. The other views of the standard
/// grow with what others write. On chain, read `getPaidSummary` and `readFeedback`.
///
/// Warning: a payment proves that coins went to the payee, not that they stayed there. A service that pays itself gets
/// its coins back, less the fee of the deal, which may be 0. The same holds for a former wallet for
/// `IServiceRegistry.WALLET_MEMORY` seconds. A deal of one base unit can be rated too. Consider who paid whom, and how
/// much (`FeedbackPaid`).
interface IServiceReputation {
    /// @notice A client gave feedback about a service.
    /// @param agentId Number of the service.
    /// @param clientAddress Client that gave the feedback.
    /// @param feedbackIndex Number of the feedback among that client's feedback about the service, from 1.
    /// @param value Value of the feedback, a fixed-point number.
    /// @param valueDecimals Decimals of `value`, 0 to 18.
    /// @param indexedTag1 First tag, indexed by its hash.
    /// @param tag1 First tag, or empty.
    /// @param tag2 Second tag, or empty.
    /// @param endpoint Where the service was used, or empty.
    /// @param feedbackURI File with details, or empty.
    /// @param feedbackHash keccak256 of that file, or zero.
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

    /// @notice The feedback that was just given is backed by a deal.
    /// @param agentId Number of the service.
    /// @param clientAddress Payer of the deal, who gave the feedback.
    /// @param feedbackIndex Number of the feedback.
    /// @param dealId Id of the deal.
    /// @param payee Payee of the deal: a wallet of the service, current or within the last `WALLET_MEMORY` seconds.
    /// @param paid Base units of SCV that the deal had paid.
    event FeedbackPaid(
        uint256 indexed agentId,
        address indexed clientAddress,
        uint64 feedbackIndex,
        bytes32 indexed dealId,
        address payee,
        uint256 paid
    );

    /// @notice A client revoked its feedback.
    /// @param agentId Number of the service.
    /// @param clientAddress Client that gave and revoked the feedback.
    /// @param feedbackIndex Number of the feedback.
    event FeedbackRevoked(uint256 indexed agentId, address indexed clientAddress, uint64 indexed feedbackIndex);

    /// @notice An account responded to feedback.
    /// @param agentId Number of the service.
    /// @param clientAddress Client that gave the feedback.
    /// @param feedbackIndex Number of the feedback.
    /// @param responder Account that responded.
    /// @param responseURI File with the response.
    /// @param responseHash keccak256 of that file, or zero.
    event ResponseAppended(
        uint256 indexed agentId,
        address indexed clientAddress,
        uint64 feedbackIndex,
        address indexed responder,
        string responseURI,
        bytes32 responseHash
    );

    /// @notice Thrown when a value has more than 18 decimals.
    /// @param agentId Number of the service.
    /// @param valueDecimals The rejected number of decimals.
    error ReputationInvalidDecimals(uint256 agentId, uint8 valueDecimals);

    /// @notice Thrown when a value is above 1e38 or below -1e38.
    /// @param agentId Number of the service.
    /// @param value The rejected value.
    error ReputationInvalidValue(uint256 agentId, int128 value);

    /// @notice Thrown when the owner or the wallet of a service rates it, or when any other manager rates it without a
    /// deal.
    /// @param agentId Number of the service.
    /// @param client The caller.
    error ReputationSelfFeedback(uint256 agentId, address client);

    /// @notice Thrown when a rating for a deal is below 0 or above 100.
    /// @param agentId Number of the service.
    /// @param value The rejected rating.
    /// @param valueDecimals Decimals of `value`.
    error ReputationInvalidRating(uint256 agentId, int128 value, uint8 valueDecimals);

    /// @notice Thrown when plain feedback uses the tag that is reserved for feedback for a deal.
    /// @param agentId Number of the service.
    /// @param tag2 The reserved tag.
    error ReputationReservedTag(uint256 agentId, string tag2);

    /// @notice Thrown when an account other than the deal's payer gives feedback for the deal.
    /// @param agentId Number of the service.
    /// @param dealId Id of the deal.
    /// @param caller The caller.
    /// @param payer Payer of the deal.
    error ReputationNotPayer(uint256 agentId, bytes32 dealId, address caller, address payer);

    /// @notice Thrown when the deal's payee does not count as a wallet of the service.
    /// @param agentId Number of the service.
    /// @param dealId Id of the deal.
    /// @param payee Payee of the deal.
    error ReputationOtherPayee(uint256 agentId, bytes32 dealId, address payee);

    /// @notice Thrown when the deal has not paid anything yet.
    /// @param agentId Number of the service.
    /// @param dealId Id of the deal.
    error ReputationUnpaidDeal(uint256 agentId, bytes32 dealId);

    /// @notice Thrown when feedback was already given for this deal.
    /// @param agentId Number of the service.
    /// @param dealId Id of the deal.
    error ReputationUsedDeal(uint256 agentId, bytes32 dealId);

    /// @notice Thrown when the client has no feedback with this number.
    /// @param agentId Number of the service.
    /// @param client Client whose feedback was requested.
    /// @param feedbackIndex Number that was requested.
    /// @param last Number of the client's last feedback, or 0 if there is none.
    error ReputationUnknownFeedback(uint256 agentId, address client, uint64 feedbackIndex, uint64 last);

    /// @notice Thrown when the feedback was already revoked.
    /// @param agentId Number of the service.
    /// @param client Client that gave the feedback.
    /// @param feedbackIndex Number of the feedback.
    error ReputationAlreadyRevoked(uint256 agentId, address client, uint64 feedbackIndex);

    /// @notice Thrown when a response has no URI.
    /// @param agentId Number of the service.
    /// @param client Client that gave the feedback.
    /// @param feedbackIndex Number of the feedback.
    error ReputationEmptyResponse(uint256 agentId, address client, uint64 feedbackIndex);

    /// @notice Thrown when a summary is requested without naming clients.
    /// @param agentId Number of the service.
    error ReputationNoClients(uint256 agentId);

    // Feedback

    /// @notice Gives plain feedback about a service.
    /// @dev Emits `NewFeedback`.
    ///
    /// Requirements:
    /// - The service must exist (`ERC721NonexistentToken`).
    /// - The caller must neither manage the service nor be its wallet (`ReputationSelfFeedback`).
    /// - Value and decimals must be within bounds (`ReputationInvalidValue`, `ReputationInvalidDecimals`).
    /// - `tag2` must not be `paid` (`ReputationReservedTag`).
    /// @param agentId Number of the service.
    /// @param value The feedback, for example 87 of 100.
    /// @param valueDecimals Decimals of `value`, 0 to 18.
    /// @param tag1 What is measured, for example `starred`; may be empty.
    /// @param tag2 A second tag; may be empty.
    /// @param endpoint Where the service was used; not stored.
    /// @param feedbackURI File with details; not stored.
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

    /// @notice Rates a service from 0 to 100 for a deal that paid it.
    /// @dev Emits `NewFeedback` and `FeedbackPaid`.
    ///
    /// Requirements:
    /// - The service must exist (`ERC721NonexistentToken`).
    /// - The caller must neither own the service nor be its wallet (`ReputationSelfFeedback`). Other managers can rate,
    ///   unlike in the standard. Otherwise an owner could silence a payer with an ERC-721 approval.
    /// - The rating must be within bounds (`ReputationInvalidDecimals`, `ReputationInvalidRating`).
    /// - The caller must be the deal's payer (`ReputationNotPayer`).
    /// - The deal's payee must count as a wallet of the service, see `IServiceRegistry.walletUntil`
    ///   (`ReputationOtherPayee`).
    /// - No feedback must have been given for the deal yet (`ReputationUsedDeal`).
    /// - The deal must have paid something (`ReputationUnpaidDeal`).
    ///
    /// Warning: what the deal has paid by now becomes the weight of the rating. It does not grow with later payments.
    /// @param agentId Number of the service.
    /// @param value Rating, for example 87, or 875 with one decimal.
    /// @param valueDecimals Decimals of `value`, 0 to 18.
    /// @param endpoint Where the service was used; not stored.
    /// @param feedbackURI File with details; not stored.
    /// @param feedbackHash keccak256 of that file, or zero; not stored.
    /// @param deal The deal, as it was opened at the hub.
    function giveFeedbackForDeal(
        uint256 agentId,
        int128 value,
        uint8 valueDecimals,
        string calldata endpoint,
        string calldata feedbackURI,
        bytes32 feedbackHash,
        Deal calldata deal
    ) external;

    /// @notice Revokes the caller's own feedback.
    /// @dev Emits `FeedbackRevoked`.
    ///
    /// Requirements:
    /// - The feedback must exist (`ReputationUnknownFeedback`) and not be revoked yet (`ReputationAlreadyRevoked`).
    /// @param agentId Number of the service.
    /// @param feedbackIndex Number of the feedback.
    function revokeFeedback(uint256 agentId, uint64 feedbackIndex) external;

    /// @notice Responds to feedback. Anyone can respond.
    /// @dev Emits `ResponseAppended`.
    ///
    /// Requirements:
    /// - The feedback must exist (`ReputationUnknownFeedback`).
    /// - The URI must not be empty (`ReputationEmptyResponse`).
    /// @param agentId Number of the service.
    /// @param clientAddress Client that gave the feedback.
    /// @param feedbackIndex Number of the feedback.
    /// @param responseURI File with the response.
    /// @param responseHash keccak256 of that file, or zero.
    function appendResponse(
        uint256 agentId,
        address clientAddress,
        uint64 feedbackIndex,
        string calldata responseURI,
        bytes32 responseHash
    ) external;

    // Views

    /// @notice Returns the average of the feedback of given clients, without revoked feedback.
    /// @dev Requirements:
    /// - At least one client must be named (`ReputationNoClients`).
    /// @param agentId Number of the service.
    /// @param clientAddresses Clients whose feedback counts.
    /// @param tag1 Only feedback with this first tag counts; empty for all.
    /// @param tag2 Only feedback with this second tag counts; empty for all.
    /// @return count Number of feedback entries.
    /// @return summaryValue Average, rounded toward zero.
    /// @return summaryValueDecimals Decimals of the average: the most common number of decimals, the smallest one if
    /// several are equally common, or fewer if the average would not fit.
    function getSummary(
        uint256 agentId,
        address[] calldata clientAddresses,
        string calldata tag1,
        string calldata tag2
    ) external view returns (uint64 count, int128 summaryValue, uint8 summaryValueDecimals);

    /// @notice Returns the sum of all paid ratings that are not revoked. Its cost does not grow with their number.
    /// @dev Warning: both averages can be bought, in opposite ways: the plain one with many tiny payments, the weighted
    /// one with a large payment that comes back. If they differ a lot, check who paid whom (`FeedbackPaid`).
    /// @param agentId Number of the service.
    /// @return count Number of ratings.
    /// @return paid Base units of SCV that their deals had paid.
    /// @return average Average rating, 0 to 100 with 18 decimals, rounded down.
    /// @return weightedAverage Average rating weighted by what each deal had paid, with 18 decimals, rounded down.
    function getPaidSummary(
        uint256 agentId
    ) external view returns (uint64 count, uint256 paid, uint256 average, uint256 weightedAverage);

    /// @notice Returns one feedback entry.
    /// @dev Requirements:
    /// - The feedback must exist (`ReputationUnknownFeedback`).
    /// @param agentId Number of the service.
    /// @param clientAddress Client that gave the feedback.
    /// @param feedbackIndex Number of the feedback.
    /// @return value Value, a fixed-point number.
    /// @return valueDecimals Decimals of `value`.
    /// @return tag1 First tag, or empty.
    /// @return tag2 Second tag, or empty.
    /// @return isRevoked Whether the feedback is revoked.
    function readFeedback(
        uint256 agentId,
        address clientAddress,
        uint64 feedbackIndex
    ) external view returns (int128 value, uint8 valueDecimals, string memory tag1, string memory tag2, bool isRevoked);

    /// @notice Returns the feedback of given clients, or of all clients if none is named, ordered by client and then by
    /// number.
    /// @dev Warning: without clients the result grows with everyone who writes. On a chain with many clients, read
    /// `getClientsPage` and name them.
    /// @param agentId Number of the service.
    /// @param clientAddresses Clients whose feedback is returned; empty for all.
    /// @param tag1 Only feedback with this first tag is returned; empty for all.
    /// @param tag2 Only feedback with this second tag is returned; empty for all.
    /// @param includeRevoked Whether revoked feedback is returned too.
    /// @return clients Client of each entry.
    /// @return feedbackIndexes Number of each entry.
    /// @return values Value of each entry.
    /// @return valueDecimals Decimals of each value.
    /// @return tag1s First tag of each entry.
    /// @return tag2s Second tag of each entry.
    /// @return revokedStatuses Whether each entry is revoked.
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

    /// @notice Returns the number of responses to feedback about a service.
    /// @param agentId Number of the service.
    /// @param clientAddress Client whose feedback counts; zero for all clients.
    /// @param feedbackIndex Number of the feedback; 0 for all feedback of the client.
    /// @param responders Accounts whose responses count; empty for all.
    /// @return count Number of responses.
    function getResponseCount(
        uint256 agentId,
        address clientAddress,
        uint64 feedbackIndex,
        address[] calldata responders
    ) external view returns (uint64 count);

    /// @notice Returns all clients that gave feedback about a service, ordered by their first feedback.
    /// @dev Warning: anyone can lengthen this list. Prefer `getClientsPage`.
    /// @param agentId Number of the service.
    /// @return The clients.
    function getClients(uint256 agentId) external view returns (address[] memory);

    /// @notice Returns the number of clients that gave feedback about a service.
    /// @param agentId Number of the service.
    /// @return The number of clients.
    function clientCount(uint256 agentId) external view returns (uint256);

    /// @notice Returns a page of the clients that gave feedback about a service.
    /// @param agentId Number of the service.
    /// @param offset Number of clients to skip.
    /// @param limit Maximum number of clients to return.
    /// @return clients The clients.
    function getClientsPage(
        uint256 agentId,
        uint256 offset,
        uint256 limit
    ) external view returns (address[] memory clients);

    /// @notice Returns the number of a client's last feedback about a service.
    /// @param agentId Number of the service.
    /// @param clientAddress The client.
    /// @return Number of the feedback, or 0 if there is none.
    function getLastIndex(uint256 agentId, address clientAddress) external view returns (uint64);

    /// @notice Returns the registry whose services are rated.
    /// @return Address of ServiceRegistry.
    function getIdentityRegistry() external view returns (address);

    /// @notice Returns the version of the ERC-8004 reference implementation with which this registry is compatible.
    /// @return The version.
    function getVersion() external pure returns (string memory);
}
