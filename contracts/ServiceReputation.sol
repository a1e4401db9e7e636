// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IPaymentHub} from "./interfaces/IPaymentHub.sol";
import {IServiceRegistry} from "./interfaces/IServiceRegistry.sol";
import {IServiceReputation} from "./interfaces/IServiceReputation.sol";
import {Pages} from "./libraries/Pages.sol";
import {Rating} from "./libraries/Rating.sol";
import {Deal} from "./types/Deal.sol";

/// @title ServiceReputation
/// @notice The reputation registry of ERC-8004, with ratings backed by payments. See `IServiceReputation`.
contract ServiceReputation is IServiceReputation {
    using Pages for address[];
    using Rating for Rating.Sum;

    /// @dev `paid` is what the deal had paid, or 0 for plain feedback. The tags of feedback for a deal are fixed and
    /// not stored.
    struct Feedback {
        int128 value;
        uint8 valueDecimals;
        bool isRevoked;
        uint96 paid;
        string tag1;
        string tag2;
    }

    /// @dev Ratings are at most 1e20 and payments less than 2**96, so the sums hold 2**40 of them.
    struct PaidSum {
        uint48 count;
        uint208 weighted;
        uint120 ratings;
        uint136 paid;
    }

    struct Responses {
        uint64 total;
        mapping(address responder => uint64) counts;
    }

    /// @notice Largest absolute value of feedback.
    int128 public constant MAX_ABS_VALUE = 1e38;

    /// @notice Highest rating for a deal, with 18 decimals.
    uint256 public constant MAX_RATING = 100e18;

    /// @notice First tag of feedback for a deal. It is the standard's tag for a quality rating from 0 to 100.
    string public constant RATING_TAG = "starred";

    /// @notice Second tag of feedback for a deal.
    string public constant PAID_TAG = "paid";

    /// @notice The hub whose deals back feedback.
    IPaymentHub public immutable hub;

    IServiceRegistry private immutable _registry;

    mapping(uint256 agentId => mapping(address client => Feedback[])) private _feedback;
    mapping(uint256 agentId => address[]) private _clients;
    mapping(uint256 agentId => PaidSum) private _paid;
    mapping(uint256 agentId => mapping(address client => mapping(uint64 index => Responses))) private _responses;
    mapping(bytes32 dealId => bool) private _usedDeals;

    /// @param registry_ ServiceRegistry.
    /// @param hub_ PaymentHub.
    constructor(IServiceRegistry registry_, IPaymentHub hub_) {
        _registry = registry_;
        hub = hub_;
    }

    // Feedback

    /// @inheritdoc IServiceReputation
    function giveFeedback(
        uint256 agentId,
        int128 value,
        uint8 valueDecimals,
        string calldata tag1,
        string calldata tag2,
        string calldata endpoint,
        string calldata feedbackURI,
        bytes32 feedbackHash
    ) external {
        if (_equal(tag2, PAID_TAG)) revert ReputationReservedTag(agentId, tag2);
        _checkNotSelf(agentId, _registry.isAuthorizedOrOwner(msg.sender, agentId));
        if (valueDecimals > Rating.MAX_DECIMALS) revert ReputationInvalidDecimals(agentId, valueDecimals);
        if (value > MAX_ABS_VALUE || value < -MAX_ABS_VALUE) revert ReputationInvalidValue(agentId, value);
        uint64 index = _store(agentId, Feedback(value, valueDecimals, false, 0, tag1, tag2));
        emit NewFeedback(
            agentId,
            msg.sender,
            index,
            value,
            valueDecimals,
            tag1,
            tag1,
            tag2,
            endpoint,
            feedbackURI,
            feedbackHash
        );
    }

    /// @inheritdoc IServiceReputation
    function giveFeedbackForDeal(
        uint256 agentId,
        int128 value,
        uint8 valueDecimals,
        string calldata endpoint,
        string calldata feedbackURI,
        bytes32 feedbackHash,
        Deal calldata deal
    ) external {
        _checkNotSelf(agentId, _registry.ownerOf(agentId) == msg.sender);
        uint256 rating = _ratingOf(agentId, value, valueDecimals);
        (bytes32 dealId, uint96 paid) = _useDeal(agentId, deal);
        uint64 index = _store(agentId, Feedback(value, valueDecimals, false, paid, "", ""));
        PaidSum storage sum = _paid[agentId];
        ++sum.count;
        sum.weighted += uint208(rating * paid);
        sum.ratings += uint120(rating);
        sum.paid += paid;
        emit NewFeedback(
            agentId,
            msg.sender,
            index,
            value,
            valueDecimals,
            RATING_TAG,
            RATING_TAG,
            PAID_TAG,
            endpoint,
            feedbackURI,
            feedbackHash
        );
        emit FeedbackPaid(agentId, msg.sender, index, dealId, deal.payee, paid);
    }

    /// @inheritdoc IServiceReputation
    function revokeFeedback(uint256 agentId, uint64 feedbackIndex) external {
        Feedback storage feedback = _feedbackAt(agentId, msg.sender, feedbackIndex);
        if (feedback.isRevoked) revert ReputationAlreadyRevoked(agentId, msg.sender, feedbackIndex);
        feedback.isRevoked = true;
        uint96 paid = feedback.paid;
        if (paid != 0) {
            uint256 rating = uint256(Rating.normalize(feedback.value, feedback.valueDecimals));
            PaidSum storage sum = _paid[agentId];
            --sum.count;
            sum.weighted -= uint208(rating * paid);
            sum.ratings -= uint120(rating);
            sum.paid -= paid;
        }
        emit FeedbackRevoked(agentId, msg.sender, feedbackIndex);
    }

    /// @inheritdoc IServiceReputation
    function appendResponse(
        uint256 agentId,
        address clientAddress,
        uint64 feedbackIndex,
        string calldata responseURI,
        bytes32 responseHash
    ) external {
        _feedbackAt(agentId, clientAddress, feedbackIndex);
        if (bytes(responseURI).length == 0) revert ReputationEmptyResponse(agentId, clientAddress, feedbackIndex);
        Responses storage responses = _responses[agentId][clientAddress][feedbackIndex];
        ++responses.total;
        ++responses.counts[msg.sender];
        emit ResponseAppended(agentId, clientAddress, feedbackIndex, msg.sender, responseURI, responseHash);
    }

    // Summaries

    /// @inheritdoc IServiceReputation
    function getSummary(
        uint256 agentId,
        address[] calldata clientAddresses,
        string calldata tag1,
        string calldata tag2
    ) external view returns (uint64 count, int128 summaryValue, uint8 summaryValueDecimals) {
        if (clientAddresses.length == 0) revert ReputationNoClients(agentId);
        Rating.Sum memory sum;
        for (uint256 i = 0; i < clientAddresses.length; ++i) {
            Feedback[] storage given = _feedback[agentId][clientAddresses[i]];
            for (uint256 j = 0; j < given.length; ++j) {
                if (_matches(given[j], tag1, tag2, false)) sum.add(given[j].value, given[j].valueDecimals);
            }
        }
        return sum.average();
    }

    /// @inheritdoc IServiceReputation
    function getPaidSummary(
        uint256 agentId
    ) external view returns (uint64 count, uint256 paid, uint256 average, uint256 weightedAverage) {
        PaidSum memory sum = _paid[agentId];
        if (sum.count == 0) return (0, 0, 0, 0);
        return (sum.count, sum.paid, sum.ratings / sum.count, sum.weighted / sum.paid);
    }

    // Views

    /// @inheritdoc IServiceReputation
    function readFeedback(
        uint256 agentId,
        address clientAddress,
        uint64 feedbackIndex
    )
        external
        view
        returns (int128 value, uint8 valueDecimals, string memory tag1, string memory tag2, bool isRevoked)
    {
        Feedback storage feedback = _feedbackAt(agentId, clientAddress, feedbackIndex);
        return (feedback.value, feedback.valueDecimals, _tag1(feedback), _tag2(feedback), feedback.isRevoked);
    }

    /// @inheritdoc IServiceReputation
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
        )
    {
        address[] memory asked = clientAddresses;
        if (asked.length == 0) asked = _clients[agentId];
        uint256 count = _countMatches(agentId, asked, tag1, tag2, includeRevoked);
        clients = new address[](count);
        feedbackIndexes = new uint64[](count);
        values = new int128[](count);
        valueDecimals = new uint8[](count);
        tag1s = new string[](count);
        tag2s = new string[](count);
        revokedStatuses = new bool[](count);
        uint256 next;
        for (uint256 i = 0; i < asked.length; ++i) {
            Feedback[] storage given = _feedback[agentId][asked[i]];
            for (uint256 j = 0; j < given.length; ++j) {
                if (!_matches(given[j], tag1, tag2, includeRevoked)) continue;
                clients[next] = asked[i];
                feedbackIndexes[next] = uint64(j + 1);
                values[next] = given[j].value;
                valueDecimals[next] = given[j].valueDecimals;
                tag1s[next] = _tag1(given[j]);
                tag2s[next] = _tag2(given[j]);
                revokedStatuses[next] = given[j].isRevoked;
                ++next;
            }
        }
    }

    /// @inheritdoc IServiceReputation
    function getResponseCount(
        uint256 agentId,
        address clientAddress,
        uint64 feedbackIndex,
        address[] calldata responders
    ) external view returns (uint64 count) {
        if (clientAddress != address(0)) {
            return _countResponsesOf(agentId, clientAddress, feedbackIndex, responders);
        }
        address[] storage clients = _clients[agentId];
        for (uint256 i = 0; i < clients.length; ++i) {
            count += _countResponsesOf(agentId, clients[i], 0, responders);
        }
    }

    /// @inheritdoc IServiceReputation
    function getClients(uint256 agentId) external view returns (address[] memory) {
        return _clients[agentId];
    }

    /// @inheritdoc IServiceReputation
    function clientCount(uint256 agentId) external view returns (uint256) {
        return _clients[agentId].length;
    }

    /// @inheritdoc IServiceReputation
    function getClientsPage(
        uint256 agentId,
        uint256 offset,
        uint256 limit
    ) external view returns (address[] memory clients) {
        return _clients[agentId].page(offset, limit);
    }

    /// @inheritdoc IServiceReputation
    function getLastIndex(uint256 agentId, address clientAddress) external view returns (uint64) {
        return uint64(_feedback[agentId][clientAddress].length);
    }

    /// @inheritdoc IServiceReputation
    function getIdentityRegistry() external view returns (address) {
        return address(_registry);
    }

    /// @inheritdoc IServiceReputation
    function getVersion() external pure returns (string memory) {
        return "2.0.0";
    }

    // Internal

    function _store(uint256 agentId, Feedback memory feedback) private returns (uint64 index) {
        Feedback[] storage given = _feedback[agentId][msg.sender];
        if (given.length == 0) _clients[agentId].push(msg.sender);
        given.push(feedback);
        return uint64(given.length);
    }

    /// @param manages Whether the caller acts for the service. For plain feedback this is the owner and every account
    /// that the owner approved (ERC-721). For a deal it is only the owner, who could otherwise silence a payer by
    /// approving them.
    function _checkNotSelf(uint256 agentId, bool manages) private view {
        if (manages || _registry.getAgentWallet(agentId) == msg.sender) {
            revert ReputationSelfFeedback(agentId, msg.sender);
        }
    }

    function _ratingOf(uint256 agentId, int128 value, uint8 valueDecimals) private pure returns (uint256 rating) {
        if (valueDecimals > Rating.MAX_DECIMALS) revert ReputationInvalidDecimals(agentId, valueDecimals);
        if (value < 0) revert ReputationInvalidRating(agentId, value, valueDecimals);
        rating = uint256(Rating.normalize(value, valueDecimals));
        if (rating > MAX_RATING) revert ReputationInvalidRating(agentId, value, valueDecimals);
    }

    function _useDeal(uint256 agentId, Deal calldata deal) private returns (bytes32 dealId, uint96 paid) {
        dealId = hub.idOf(deal);
        if (msg.sender != deal.payer) revert ReputationNotPayer(agentId, dealId, msg.sender, deal.payer);
        if (_registry.walletUntil(agentId, deal.payee) < block.timestamp) {
            revert ReputationOtherPayee(agentId, dealId, deal.payee);
        }
        if (_usedDeals[dealId]) revert ReputationUsedDeal(agentId, dealId);
        (, uint256 hasPaid, , ) = hub.escrowOf(dealId);
        if (hasPaid == 0) revert ReputationUnpaidDeal(agentId, dealId);
        // The hub stores it in 96 bits.
        paid = uint96(hasPaid);
        _usedDeals[dealId] = true;
    }

    function _feedbackAt(
        uint256 agentId,
        address client,
        uint64 feedbackIndex
    ) private view returns (Feedback storage) {
        Feedback[] storage given = _feedback[agentId][client];
        if (feedbackIndex == 0 || feedbackIndex > given.length) {
            revert ReputationUnknownFeedback(agentId, client, feedbackIndex, uint64(given.length));
        }
        return given[feedbackIndex - 1];
    }

    function _countMatches(
        uint256 agentId,
        address[] memory clients,
        string calldata tag1,
        string calldata tag2,
        bool includeRevoked
    ) private view returns (uint256 count) {
        for (uint256 i = 0; i < clients.length; ++i) {
            Feedback[] storage given = _feedback[agentId][clients[i]];
            for (uint256 j = 0; j < given.length; ++j) {
                if (_matches(given[j], tag1, tag2, includeRevoked)) ++count;
            }
        }
    }

    function _matches(
        Feedback storage feedback,
        string calldata tag1,
        string calldata tag2,
        bool includeRevoked
    ) private view returns (bool) {
        if (feedback.isRevoked && !includeRevoked) return false;
        if (bytes(tag1).length != 0 && !_equal(tag1, _tag1(feedback))) return false;
        return bytes(tag2).length == 0 || _equal(tag2, _tag2(feedback));
    }

    function _countResponsesOf(
        uint256 agentId,
        address client,
        uint64 feedbackIndex,
        address[] calldata responders
    ) private view returns (uint64 count) {
        if (feedbackIndex != 0) return _countResponses(_responses[agentId][client][feedbackIndex], responders);
        uint256 last = _feedback[agentId][client].length;
        for (uint64 i = 1; i <= last; ++i) count += _countResponses(_responses[agentId][client][i], responders);
    }

    function _countResponses(
        Responses storage responses,
        address[] calldata responders
    ) private view returns (uint64 count) {
        if (responders.length == 0) return responses.total;
        for (uint256 i = 0; i < responders.length; ++i) count += responses.counts[responders[i]];
    }

    function _tag1(Feedback storage feedback) private view returns (string memory) {
        return feedback.paid == 0 ? feedback.tag1 : RATING_TAG;
    }

    function _tag2(Feedback storage feedback) private view returns (string memory) {
        return feedback.paid == 0 ? feedback.tag2 : PAID_TAG;
    }

    function _equal(string memory a, string memory b) private pure returns (bool) {
        return keccak256(bytes(a)) == keccak256(bytes(b));
    }
}
